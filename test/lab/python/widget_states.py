"""The states that ipywidgets gives its models, as a JSON object of model names."""

import json

import ipywidgets as w

common = {"description": "Label", "disabled": True, "tooltip": "Tip"}
controls = [
    w.IntSlider(value=5, min=1, max=12, **common),
    w.FloatSlider(value=0.5, min=0, max=1, step=0.01, **common),
    w.IntRangeSlider(value=(2, 3), min=0, max=10, **common),
    w.Dropdown(options=["gpu", "cpu"], value="cpu", **common),
    w.Checkbox(value=True, **common),
    w.Button(description="Label", tooltip="Tip"),
    w.Text(value="levit", continuous_update=False, placeholder="name", **common),
    w.Textarea(value="levit", continuous_update=False, placeholder="name", rows=3, **common),
    w.HTML(value="<b>x</b>", description="Label", tooltip="Tip"),
    w.FloatProgress(value=1, min=0, max=3, description="Label", tooltip="Tip"),
    w.Output(),
    w.VBox(),
    w.HBox(),
]

states = {}
for control in controls:
    for model in (control, getattr(control, "style", None), control.layout):
        if model is not None:
            states.setdefault(model._model_name, model.get_state())
print(json.dumps(states))
