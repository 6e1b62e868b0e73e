"""getData's steps in pandas, timed: prints one JSON line with milliseconds, rows, and peak memory in MiB."""

import json
import resource
import sys
import time

import pandas as pd

folder = sys.argv[1]
started = time.perf_counter()

benchmark = pd.read_csv(f"{folder}/benchmark-infer-amp-nhwc-pt111-cu113-rtx3090.csv")
validation = pd.read_csv(f"{folder}/results-imagenet.csv")
frame = benchmark.merge(validation, on="model", suffixes=("_x", "_y"))
frame["secs"] = 1 / frame["infer_samples_per_sec"]
frame["family"] = frame["model"].str.extract(r"^([a-z]+?(?:v2)?)(?:\d|_|$)", expand=False)
frame = frame[~frame["model"].str.endswith("gn")].copy()
pretrained = frame["model"].str.contains("in22")
frame.loc[pretrained, "family"] = frame.loc[pretrained, "family"] + "_in22"
deep_stem = frame["model"].str.contains("resnet.*d")
frame.loc[deep_stem, "family"] = frame.loc[deep_stem, "family"] + "d"
frame = frame[frame["family"].str.contains(r"^re[sg]netd?|beit|convnext|levit|efficient|vit|vgg")]

milliseconds = (time.perf_counter() - started) * 1000
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"milliseconds": milliseconds, "rows": len(frame), "peakMiB": peak, "version": pd.__version__}))
