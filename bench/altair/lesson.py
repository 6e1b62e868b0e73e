"""The lesson's data and charts in pandas and Altair, as a notebook would import them."""

import os
from pathlib import Path

import altair as alt
import numpy as np
import pandas as pd

DATA = Path(os.environ["TSNB_BENCH_DATA"])
OUT = Path(os.environ["TSNB_BENCH_OUT"])
COLOURS = ["#4c78a8", "#f58518", "#e45756", "#72b7b2", "#54a24b", "#eeca3b", "#b279a2", "#ff9da6", "#9d755d"]
SHAPES = ["circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-right"]
LESSON = "^re[sg]netd?|beit|convnext|levit|efficient|vit|vgg"
SUBSET = "levit|resnetd?|regnetx|vgg|convnext.*|efficientnetv2|beit"

alt.data_transformers.disable_max_rows()


def show_live(spec, **_):
    """Live Vega-Lite, a picture and a sentence: what tsnb's charts show."""
    import vl_convert as vlc

    return {
        "application/vnd.vegalite.v5+json": spec,
        "image/png": vlc.vegalite_to_png(spec, scale=1),
        "text/plain": f"Chart: {spec.get('title', '')}",
    }


alt.renderers.register("live", show_live)
alt.renderers.enable("live")


def get_data(part, year="2022-07", device="rtx3090", lesson=True):
    """One row per model with its accuracy and its seconds per image."""
    benchmark = pd.read_csv(DATA / year / f"{part}-{device}.csv")
    validation = pd.read_csv(DATA / year / "validation.csv")
    rate = f"{part}_samples_per_sec"
    if year == "2022-07":
        joined = benchmark.merge(validation, on="model")
        base, shown = joined["model"], joined["model"]
        pretrained = np.where(shown.str.contains("in22"), "_in22", "")
        variant = np.where(shown.str.contains("resnet.*d"), "d", "")
    else:
        validation[["arch", "tag"]] = validation["model"].str.split(".", n=1, expand=True)
        left = benchmark.rename(columns={"model": "arch", f"{part}_img_size": "img_size"})
        joined = left.merge(validation, on=["arch", "img_size"])
        joined[f"{part}_img_size"] = joined["img_size"]
        base = joined["arch"]
        pretrained = np.where(joined["tag"].str.contains("in2[12]k"), "_in22", "")
        variant = np.where(base.str.contains(r"^resnet\d+d"), "d", "")
    joined["secs"] = 1 / joined[rate]
    joined["family"] = base.str.extract(r"^([a-z]+?(?:v2)?)(?:\d|_|$)")[0] + pretrained + variant
    rows = joined[~base.str.endswith("gn") & joined[rate].notna()]
    return rows[rows["family"].str.contains(LESSON)] if lesson else rows


def subset(frame):
    return frame[frame["family"].str.fullmatch(SUBSET)]


def frontier(frame):
    ordered = frame.sort_values(["secs", "top1"], ascending=[True, False])
    return ordered[ordered["top1"] > ordered["top1"].cummax().shift(fill_value=-np.inf)]


def regression(frame):
    rows = []
    for family, group in frame.groupby("family", sort=False):
        x, y = np.log(group["secs"]), group["top1"]
        b, a = np.polyfit(x, y, 1)
        rows.append({"family": family, "n": len(group), "a": a, "b": b, "r2": np.corrcoef(x, y)[0, 1] ** 2})
    return pd.DataFrame(rows)


def suspects(frame):
    return frame[(frame["param_count_x"] - frame["param_count_y"]).abs() > 0.0101]


def column_value(frame, row=0):
    return frame.iloc[row].rename_axis("Column").reset_index(name="Value")


def pick(frame, prefer="accurate", top1=0.0, secs=np.inf, params=np.inf):
    fits = frame[(frame["top1"] >= top1) & (frame["secs"] <= secs) & (frame["param_count_y"] <= params)]
    column = {"accurate": "top1", "fast": "secs", "small": "param_count_y"}[prefer]
    best = fits.sort_values(column, ascending=prefer != "accurate")
    return best[["model", "family", "img_size", "top1", "secs", "param_count_y"]].head(6)


def grouped(frame):
    """The rarest families of many share one entry, as in tsnb's charts."""
    counts = frame["family"].value_counts()
    if len(counts) <= 30:
        return frame
    return frame.assign(family=frame["family"].where(frame["family"].isin(counts.index[:29]), "others"))


def family_channels(frame):
    domain = sorted(frame["family"].unique())
    legend = alt.Legend(symbolLimit=len(domain), title=["Family (click to select,", "shift-click for several)"])
    color = alt.Scale(domain=domain, range=[COLOURS[at % 9] for at in range(len(domain))])
    shape = alt.Scale(domain=domain, range=[SHAPES[at % 7] for at in range(len(domain))])
    return {
        "color": alt.Color("family:N", scale=color, legend=legend),
        "shape": alt.Shape("family:N", scale=shape, legend=legend),
    }


def save_and_return(chart, name):
    OUT.mkdir(parents=True, exist_ok=True)
    chart.save(OUT / f"{name}.html", inline=True)
    chart.save(OUT / f"{name}.svg")
    chart.save(OUT / f"{name}.png", scale_factor=2)
    chart.save(OUT / f"{name}.vl.json")
    return chart


def points(frame, x, y, size, tooltip=(), faithful=False):
    """Circles or shapes by family, with a selection in the legend."""
    select = alt.selection_point(fields=["family"], bind="legend")
    fields = list(dict.fromkeys(["family", "model", "top1", "secs", *[c.shorthand.split(":")[0] for c in (x, y, size)]]))
    rows = (frame if faithful else grouped(frame))[fields]
    base = alt.Chart(rows)
    marked = base.mark_circle() if faithful else base.mark_point(filled=True)
    channels = {"color": alt.Color("family:N")} if faithful else family_channels(rows)
    return marked.encode(
        x=x,
        y=y,
        size=size,
        tooltip=["family:N", "model:N", "top1:Q", alt.Tooltip("secs:Q", format=".2e"), *tooltip],
        opacity=alt.condition(select, alt.value(0.85), alt.value(0.1)),
        **channels,
    ), select


TIME = {"scale": alt.Scale(type="log", nice=False, padding=15)}
SECONDS = "datum.label === '' ? '' : datum.label + 's'"


def time_axis(kind):
    axis = alt.Axis(title="Time per image (log)", format="~s", labelExpr=SECONDS)
    return kind("secs:Q", scale=TIME["scale"], axis=axis)


def accuracy(kind=alt.Y):
    return kind("top1:Q", scale=alt.Scale(zero=False), title="ImageNet top-1 accuracy (%)")


def image_size(field):
    return alt.Size(f"{field}:Q", scale=alt.Scale(type="pow", exponent=2, range=[0, 700]), title="Image size (px)")


def plot_it(frame, title, name, part="infer", faithful=False):
    chart, select = points(frame, time_axis(alt.X), accuracy(), image_size(f"{part}_img_size"), faithful=faithful)
    return save_and_return(chart.properties(title=title, width=900, height=600).add_params(select), name)


def subset_regression(frame, title, name, part="infer"):
    chosen = subset(frame)
    dots, select = points(chosen, time_axis(alt.X), accuracy(), image_size(f"{part}_img_size"))
    lines = (
        alt.Chart(chosen[["family", "secs", "top1"]])
        .transform_regression("secs", "top1", groupby=["family"], method="log")
        .mark_line()
        .encode(
            x=time_axis(alt.X),
            y=accuracy(),
            color=family_channels(chosen)["color"],
            opacity=alt.condition(select, alt.value(0.85), alt.value(0.1)),
        )
    )
    chart = (dots.add_params(select) + lines).properties(title=title, width=900, height=600)
    return save_and_return(chart, name)


def family_counts(frame, title, name):
    counts = frame["family"].value_counts().rename_axis("Family").reset_index(name="Count")
    bars = alt.Chart(counts).mark_bar().encode(x="Count:Q", y=alt.Y("Family:N", sort="-x"), tooltip=["Family", "Count"])
    return save_and_return(bars.properties(title=title, width=900, height=600), name)


def parameters_vs_time(frame, title, name, part="infer"):
    x = alt.X("param_count_x:Q", scale=TIME["scale"], title="Parameters (millions, log)")
    chart, select = points(frame, x, time_axis(alt.Y), image_size(f"{part}_img_size"))
    return save_and_return(chart.properties(title=title, width=900, height=500).add_params(select), name)


def cpu_beside_gpu(both, title, name):
    def seconds(kind, field, words):
        axis = alt.Axis(title=words, format="~s", labelExpr=SECONDS)
        return kind(f"{field}:Q", scale=TIME["scale"], axis=axis)

    select = alt.selection_point(fields=["family"], bind="legend")
    rows = grouped(both[["family", "model", "img_size", "top1", "cpu", "gpu"]])
    chart = (
        alt.Chart(rows)
        .mark_point(filled=True, size=60)
        .encode(
            x=seconds(alt.X, "gpu", "Graphics card: time per image in a batch (log)"),
            y=seconds(alt.Y, "cpu", "Processor: time of one image (log)"),
            tooltip=["family", "model", "img_size", "top1", "gpu", "cpu"],
            opacity=alt.condition(select, alt.value(0.85), alt.value(0.1)),
            **family_channels(rows),
        )
        .add_params(select)
        .properties(title=title, width=800, height=500)
    )
    return save_and_return(chart, name)


def frontiers(rows, title, name):
    legend = alt.Legend(title="Results of")
    chart = (
        alt.Chart(rows)
        .mark_line(interpolate="step-after", point=alt.OverlayMarkDef(size=60, filled=True))
        .encode(
            x=time_axis(alt.X),
            y=accuracy(),
            color=alt.Color("set:N", legend=legend),
            shape=alt.Shape("set:N", legend=legend),
            tooltip=["set", "model", "top1", "secs"],
        )
        .properties(title=title, width=900, height=500)
    )
    return save_and_return(chart, name)


def accuracy_vs_size(frame, title, name):
    x = alt.X("img_size:Q", scale=alt.Scale(zero=False, nice=False, padding=20), title="Image size (px)")
    size = alt.Size("secs:Q", scale=alt.Scale(type="log", range=[20, 500]), title="Time per image")
    chart, select = points(frame, x, accuracy(), size)
    return save_and_return(chart.properties(title=title, width=900, height=500).add_params(select), name)
