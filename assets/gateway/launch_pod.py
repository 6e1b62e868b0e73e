"""Creates the pod of a TypeScript kernel from the template beside this file.

Jupyter Enterprise Gateway runs it for each kernel, on the gateway's machine, with the packages that the gateway
itself is installed with. The pod then tells the gateway where its kernel listens.
"""

import argparse
import os
import sys
from pathlib import Path

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from kubernetes import client, config

TEMPLATE = "kernel-pod.yaml.j2"


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("kernel-id", "port-range", "response-address", "public-key"):
        parser.add_argument(f"--RemoteProcessProxy.{name}", dest=name.replace("-", "_"), required=True)
    parser.add_argument("--RemoteProcessProxy.spark-context-initialization-mode", dest="ignored")
    return parser.parse_args()


def render_pod(asked: argparse.Namespace) -> dict:
    of_kernel = {name: value for name, value in os.environ.items() if name.startswith("KERNEL_")}
    of_kernel["KERNEL_ID"] = asked.kernel_id
    environment = {
        **of_kernel,
        "PORT_RANGE": asked.port_range,
        "RESPONSE_ADDRESS": asked.response_address,
        "PUBLIC_KEY": asked.public_key,
    }
    templates = Environment(loader=FileSystemLoader(Path(__file__).parent), undefined=StrictUndefined)
    names = {name.lower(): value for name, value in of_kernel.items()}
    return yaml.safe_load(templates.get_template(TEMPLATE).render(**names, environment=environment))


def main() -> None:
    pod = render_pod(parse_arguments())
    if "KUBERNETES_SERVICE_HOST" in os.environ:
        config.load_incluster_config()
    else:
        config.load_kube_config()
    try:
        client.CoreV1Api().create_namespaced_pod(pod["metadata"]["namespace"], pod)
    except client.ApiException as error:
        sys.exit(f"Creating the pod {pod['metadata']['name']}: the cluster answers {error.status} {error.reason}.")


if __name__ == "__main__":
    main()
