"""Points Kubernetes' client at a cluster on loopback; within a pod it would read a token and speak TLS."""

import os

from kubernetes import client, config


def load_incluster_config() -> None:
    configuration = client.Configuration()
    configuration.host = f"http://{os.environ['KUBERNETES_SERVICE_HOST']}:{os.environ['KUBERNETES_SERVICE_PORT']}"
    client.Configuration.set_default(configuration)


config.load_incluster_config = load_incluster_config
