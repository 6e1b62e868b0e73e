# %%
import os, sys

sys.path.insert(0, os.environ["TSNB_BENCH_ALTAIR"])
import numpy as np
import pandas as pd
from IPython.display import display
from lesson import *

# %%
validation = pd.read_csv(DATA / "2022-07" / "validation.csv")
column_value(validation)

# %%
print(f"The table has {len(validation)} rows and {len(validation.columns)} columns.")

# %%
print(f"Models with top1 above top5: {(validation['top1'] > validation['top5']).sum()}.")

# %%
benchmark = pd.read_csv(DATA / "2022-07" / "infer-rtx3090.csv")
joined = benchmark.merge(validation, on="model")
pd.DataFrame({"step": ["in the benchmark", "joined"], "rows": [len(benchmark), len(joined)]})

# %%
infer = get_data("infer")
column_value(infer)

# %%
added = infer.loc[:, "top1":"interpolation"]
column_value(added)

# %%
infer.groupby("infer_batch_size")["model"].count().rename("models").sort_index(ascending=False).reset_index()

# %%
print(f"The slowest model takes {infer['secs'].max() / infer['secs'].min():.0f} times as long as the fastest.")

# %%
plot_it(infer, "Inference", "inference-benchmark")

# %%
plot_it(infer, "Inference, as the original draws it", "inference-benchmark-original", faithful=True)

# %%
best = frontier(infer)
best[["model", "family", "secs", "top1", "infer_img_size"]].style.format({"secs": "{:.3g}"})

# %%
first_other = int((best["family"] != "levit").to_numpy().argmax())
print(f"The {first_other} fastest models of the frontier are all levit.")
print(f"Above 88 %: {', '.join(best.loc[best['top1'] > 88, 'model'])}.")
middle = best[best["secs"].between(0.0005, 0.003)]
print(f"Between 0.5 and 3 ms: {middle['family'].str.contains('convnext').sum()} of {len(middle)} are ConvNeXt.")

# %%
train = get_data("train")
plot_it(train, "Training", "training-benchmark", part="train")

# %%
both = train[["model", "secs"]].merge(infer[["model", "secs"]], on="model", suffixes=("_training", "_inference"))
pd.DataFrame({
    "median ratio": [(both["secs_training"] / both["secs_inference"]).median()],
    "rank correlation": [both["secs_training"].rank().corr(both["secs_inference"].rank())],
})

# %%
chosen = subset(infer)
chosen.groupby("family")["model"].count().rename("models").reset_index()

# %%
subset_regression(infer, "Inference Subset", "inference-subset-benchmark")

# %%
regression(chosen)

# %%
steepest = regression(chosen).sort_values("b", ascending=False).iloc[0]
print(f"Steepest: {steepest['family']}. Twice the time goes with {steepest['b'] * np.log(2):.1f} points more.")

# %%
middle_of_subset = frontier(chosen)[lambda rows: rows["secs"].between(0.0005, 0.003)]
print(f"{middle_of_subset['family'].str.contains('convnext').sum()} of {len(middle_of_subset)} are ConvNeXt.")
middle_of_subset[["model", "family", "secs", "top1"]]

# %%
subset_regression(train, "Training Subset", "training-subset-benchmark", part="train")

# %%
regression(subset(train))

# %%
wrong = suspects(train)
wrong[["model", "param_count_x", "param_count_y", "secs"]]

# %%
cleaned = regression(subset(train)[lambda rows: ~rows["model"].isin(wrong["model"])])
cleaned[cleaned["family"] == "convnext_in22"]

# %%
family_counts(infer, "Inference Family Counts", "inference-family-counts")

# %%
per_family = infer["family"].value_counts()
print(f"{(per_family < 4).sum()} of {len(per_family)} families have fewer than four models.")

# %%
parameters_vs_time(infer, "Parameters Vs Time", "inference-parameters-vs-time")

# %%
alike = infer[infer["param_count_x"].between(20, 30)]
print(f"Rank correlation of parameters and time: {infer['param_count_x'].rank().corr(infer['secs'].rank()):.2f}.")
print(f"{len(alike)} models; the slowest takes {alike['secs'].max() / alike['secs'].min():.0f} times as long.")

# %%
accuracy_vs_size(infer, "Accuracy Vs Image Size", "inference-accuracy-vs-size")

# %%
display(infer.groupby("img_size").agg(
    models=("model", "count"), lowest=("top1", "min"), median=("top1", "median"), highest=("top1", "max"), time=("secs", "median"),
).reset_index())
best224 = infer.loc[infer["img_size"] == 224, "top1"].max()
at384 = infer[infer["img_size"] == 384]
print(f"The best at 224 px ({best224} %) beats {(at384['top1'] < best224).sum()} of the {len(at384)} at 384 px.")

# %%
today = get_data("infer", "2026-01", "rtx5090", lesson=False)
filtered = get_data("infer", "2026-01", "rtx5090")
everything = frontier(today)
hidden = everything[~everything["model"].isin(filtered["model"])]
print(f"Of {len(everything)} models on the frontier, the filter hides {len(hidden)}.")
hidden.loc[hidden["top1"] > 85, ["model", "family", "secs", "top1"]]

# %%
print(", ".join(sorted(family for family in infer["family"].unique() if "vit" in family and family != "vit")))
