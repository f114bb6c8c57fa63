"""Models and glossary hold each other."""

import tomllib
from pathlib import Path

import pytest
from django.apps import apps

GLOSSARY = tomllib.loads((Path(__file__).resolve().parents[2] / "docs" / "glossary.toml").read_text())["word"]
MODELS = sorted({model.__name__ for model in apps.get_models() if model.__module__.startswith("knutepunkt.")})


def test_every_model_is_a_word_of_the_glossary():
    assert (
        set(MODELS)
        - {word["code"] for word in GLOSSARY if not word["code"].endswith("Step")}
        - {m for m in MODELS if m.endswith("Step")}
        == set()
    )


def test_the_glossary_has_no_model_that_is_gone():
    assert {word["code"] for word in GLOSSARY if word.get("model", True)} - set(MODELS) == set()


@pytest.mark.parametrize("word", GLOSSARY, ids=lambda word: word["code"])
def test_a_word_is_whole(word):
    assert word["nb"]
    assert word["nn"]
    assert word["means"]


@pytest.mark.parametrize(
    "model", [m for m in apps.get_models() if m.__module__.startswith("knutepunkt.")], ids=lambda m: m.__name__
)
def test_a_model_says_what_it_is(model):
    assert "__str__" in "".join(
        vars(k).get("__str__", "") and "__str__" for k in model.__mro__ if k.__module__.startswith("knutepunkt.")
    )
