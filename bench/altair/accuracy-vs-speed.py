# %%
import os, sys

sys.path.insert(0, os.environ["TSNB_BENCH_ALTAIR"])
import altair as alt
import numpy as np
import pandas as pd
from IPython.display import display
from lesson import *

# %%
pd.DataFrame({"library": ["pandas", "altair", "numpy"], "version": [pd.__version__, alt.__version__, np.__version__]})

# %%
scenarios = [
    ("most accurate", {"prefer": "accurate"}),
    ("fastest", {"top1": 80, "prefer": "fast"}),
    ("smallest", {"top1": 75, "prefer": "small"}),
]

# %%
gpu = get_data("infer", "2026-01", "rtx5090", lesson=False)
cpu = get_data("infer", "2026-01", "i7-12700h", lesson=False)
print(f"Without a floor: {pick(gpu, 'fast')['model'].iloc[0]}")

# %%
pd.DataFrame({"device": ["rtx5090", "i7-12700h"], "joined": [len(gpu), len(cpu)]})

# %%
gap = (gpu["param_count_x"] - gpu["param_count_y"]).abs() / gpu[["param_count_x", "param_count_y"]].max(axis=1)
gpu.loc[gap > 0.1, ["model", "param_count_x", "param_count_y"]]

# %%
print(f"Images at once, median: {gpu['infer_batch_size'].median():.0f} and {cpu['infer_batch_size'].median():.0f}.")

# %%
familiar = ["resnet50.a1_in1k", "resnet18.a1_in1k", "lcnet_050.ra2_in1k", "mobilenetv3_small_100.lamb_in1k"]
examples = gpu[gpu["model"].isin(familiar)].sort_values(["model", "img_size"])
examples[["model", "img_size", "crop_pct", "interpolation", "top1"]]

# %%
measured = {name: pd.read_csv(DATA / "recipes" / f"{name}.csv") for name in
            ["architectures", "image-sizes", "datasets", "learning-rates", "epochs"]}
measured["datasets"]

# %%
parameters = {"resnet18": 11.69, "resnet50": 25.56}
files = measured["architectures"][lambda rows: rows["model"].isin(parameters)]
pd.DataFrame({"model": files["model"], "computed": files["model"].map(parameters) * 4e6 / 2**20, "exported": files["size_mb"]})

# %%
pick(gpu, "accurate")

# %%
print(pick(cpu, "accurate")["model"].iloc[0])

# %%
print(pick(gpu, secs=0.001)["model"].iloc[0])
print(pick(cpu, secs=1 / 30)["model"].iloc[0])

# %%
pick(gpu, "fast", top1=80)

# %%
pick(cpu, "fast", top1=80)

# %%
display(pick(cpu, "small", top1=75))
print(f"On the graphics card: {pick(gpu, 'small', top1=75)['model'].iloc[0]}")

# %%
answers = [
    pick(frame, **limits).head(1).assign(scenario=name, device=device)
    for name, limits in scenarios for device, frame in [("RTX 5090", gpu), ("i7-12700H", cpu)]
]
pd.concat(answers)

# %%
plot_it(gpu, "Inference on an RTX 5090, January 2026", "accuracy-vs-speed-gpu")

# %%
plot_it(cpu, "Inference on an i7-12700H, one image at a time, January 2026", "accuracy-vs-speed-cpu")

# %%
rtx3090 = get_data("infer", "2026-01", "rtx3090", lesson=False)
same = rtx3090[["model", "img_size", "family", "secs"]].merge(cpu[["model", "img_size", "secs"]], on=["model", "img_size"])
same["ratio"] = same["secs_y"] / same["secs_x"]
same["base"] = same["family"].str.replace("_.*", "", regex=True)
kinds = ["vit", "deit", "beit", "eva", "resnet", "convnext", "regnetx", "efficientnet", "hgnetv2", "vgg"]
display(same[same["base"].isin(kinds)].groupby("base")["ratio"].agg(["count", "median"]).reset_index())
print(f"All {len(same)} models: {same['ratio'].median():.0f} times slower.")

# %%
both = cpu[["model", "img_size", "family", "top1", "secs"]].merge(
    gpu[["model", "img_size", "secs"]], on=["model", "img_size"], suffixes=("_cpu", "_gpu")
)
both = both.rename(columns={"secs_cpu": "cpu", "secs_gpu": "gpu"})
cpu_beside_gpu(both, "One image, and its share of a batch", "cpu-beside-gpu")

# %%
good = frontier(gpu)[lambda rows: rows["top1"] > 83]
good[["model", "img_size", "top1", "top5", "secs"]]

# %%
then = get_data("infer").assign(set="2022-07")
now = gpu.assign(set="2026-01")
rows = pd.concat([frontier(frame)[["set", "model", "top1", "secs"]] for frame in (then, now)])
frontiers(rows, "The frontier, 2022 and 2026", "frontiers")

# %%
pick(gpu, top1=90, secs=0.0005)

# %%
pick(cpu, top1=84, secs=0.02, params=50 * 2**20 / 4e6)

# %%
measured["architectures"]

# %%
squeezenet = measured["image-sizes"][lambda rows: rows["model"] == "squeezenet1_1"].sort_values("image_size")
at299, at499 = squeezenet["accuracy"]
print(f"squeezenet1_1: {at299:.2%} at 299 px, {at499:.2%} at 499 px.")

# %%
measured["image-sizes"]

# %%
sizes = measured["image-sizes"].pivot(index="model", columns="image_size")
pd.DataFrame({
    "accuracy gained": (sizes["accuracy"][499] - sizes["accuracy"][299]) * 100,
    "times as slow": sizes["inference_1000_s"][499] / sizes["inference_1000_s"][299],
}).reset_index()

# %%
def image_size_cost(frame):
    ordered = frame.sort_values("img_size").groupby("model")
    both = ordered.first().add_suffix("_small").join(ordered.last().add_suffix("_large"))
    both = both[both["img_size_small"] < both["img_size_large"]].reset_index()
    both["gain"] = both["top1_large"] - both["top1_small"]
    both["pixels"] = (both["img_size_large"] / both["img_size_small"]) ** 2
    both["slowdown"] = both["secs_large"] / both["secs_small"]
    return both


gpu_cost, cpu_cost = image_size_cost(gpu), image_size_cost(cpu)
pd.DataFrame([
    {"device": device, "models": len(cost), **cost[["gain", "pixels", "slowdown"]].median(), "lost": (cost["gain"] < 0).sum()}
    for device, cost in [("RTX 5090", gpu_cost), ("i7-12700H", cpu_cost)]
])

# %%
parts = [
    gpu_cost[["model", f"img_size_{side}", f"top1_{side}", f"secs_{side}"]].set_axis(["model", "img_size", "top1", "secs"], axis=1)
    for side in ["small", "large"]
]
size_rows = pd.concat(parts)
base = alt.Chart(size_rows).encode(x=time_axis(alt.X), y=accuracy())
size = alt.Size("img_size:Q", scale=alt.Scale(type="pow", exponent=2, range=[0, 250]), title="Image size (px)")
size_chart = (
    base.mark_line(strokeWidth=1, color="#888888").encode(detail="model:N")
    + base.mark_point(filled=True, opacity=0.85).encode(size=size, tooltip=["model", "img_size", "top1", "secs"])
).properties(title="What larger images cost and bring, RTX 5090", width=900, height=500)
save_and_return(size_chart, "image-size-cost")

# %%
params = gpu.groupby("model")["param_count_y"].agg(["max", "min"])
print(f"Parameters differ by at most {((params['max'] / params['min'] - 1) * 100).max():.2f} %.")
at224, at384 = (gpu.loc[gpu["arch"] == f"vit_base_patch32_clip_{px}", "param_count_y"].iloc[0] for px in (224, 384))
print(f"vit_base_patch32_clip at 224 and 384 px: {at224} and {at384} million.")

# %%
rates = measured["learning-rates"].melt("learning_rate", var_name="dataset", value_name="accuracy")
rates["accuracy"] *= 100
select = alt.selection_point(fields=["dataset"], bind="legend")
rate_chart = (
    alt.Chart(rates)
    .mark_line(point=True)
    .encode(
        x=alt.X("learning_rate:Q", scale=alt.Scale(type="log"), axis=alt.Axis(title="Learning rate (log)", format=".0e")),
        y=alt.Y("accuracy:Q", title="Accuracy (%)"),
        color=alt.Color("dataset:N", title="Data set (click to select)"),
        opacity=alt.condition(select, alt.value(1), alt.value(0.15)),
    )
    .add_params(select)
    .properties(title="Accuracy by learning rate", width=600, height=320)
)
save_and_return(rate_chart, "learning-rates")

# %%
epochs = measured["epochs"]
display(epochs)
print(f"Best learning rate after 3 epochs: {epochs.loc[epochs['epochs_3'].idxmax(), 'learning_rate']}.")

# %%
accuracies = measured["learning-rates"].set_index("learning_rate")
lost = accuracies.max() - accuracies
pd.DataFrame([
    {"best on": name, "learning rate": best, "most lost on another set": lost.loc[best].drop(name).max() * 100}
    for name, best in accuracies.idxmax().items()
])

# %%
rows = [frame[frame["model"].isin(familiar)].sort_values(["model", "img_size"]).assign(device=device)
        for device, frame in [("RTX 5090", gpu), ("i7-12700H", cpu)]]
pd.concat(rows)[["device", "model", "img_size", "top1", "secs", "param_count_y"]]

# %%
resnet50 = cpu[(cpu["model"] == "resnet50.a1_in1k") & (cpu["img_size"] == 224)].iloc[0]
print(pick(cpu, top1=resnet50["top1"], secs=resnet50["secs"], params=resnet50["param_count_y"])["model"].iloc[0])
