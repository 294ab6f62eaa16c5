"""publiccode.yml against the standard's version 0.7.0: the keys it demands, and nothing that it does not know."""

import copy
from typing import Any

import jsonschema
import pytest
import yaml

from tests.repo.listing import ROOT

LANGUAGE = "^[a-z]{2,3}(-[A-Za-z0-9]+)*$"
TEXTS = {"type": "array", "items": {"type": "string", "minLength": 1}}
SOME_TEXTS = TEXTS | {"minItems": 1}
PERSON = {
    "type": "object",
    "required": ["name"],
    "additionalProperties": False,
    "properties": {key: {"type": "string"} for key in ("name", "email", "phone", "affiliation")},
}
CONTRACTOR = {
    "type": "object",
    "required": ["name", "until"],
    "additionalProperties": False,
    "properties": {key: {"type": "string"} for key in ("name", "until", "email", "website")},
}
DEPENDENCY = {
    "type": "object",
    "required": ["name"],
    "additionalProperties": False,
    "properties": {
        "optional": {"type": "boolean"},
        **{key: {"type": "string"} for key in ("name", "version", "versionMin", "versionMax")},
    },
}
DESCRIPTION = {
    "type": "object",
    "required": ["shortDescription", "longDescription", "features"],
    "additionalProperties": False,
    "properties": {
        "localisedName": {"type": "string"},
        "shortDescription": {"type": "string", "minLength": 1, "maxLength": 150, "pattern": "^[^\n]*$"},
        "longDescription": {"type": "string", "minLength": 150, "maxLength": 10_000},
        "features": SOME_TEXTS,
        "documentation": {"type": "string", "format": "uri"},
        "screenshots": TEXTS,
    },
}
SOFTWARE_TYPES = [
    *(f"standalone/{kind}" for kind in ("mobile", "iot", "desktop", "web", "backend", "other")),
    "addon",
    "library",
    "configurationFiles",
]
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": [
        *("publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType"),
        *("description", "legal", "maintenance", "localisation"),
    ],
    "properties": {
        "publiccodeYmlVersion": {"enum": ["0.7", "0.7.0"]},
        "name": {"type": "string", "minLength": 1},
        "url": {"type": "string", "pattern": "^https://[^/ ]+/\\S+$"},
        "landingURL": {"type": "string", "format": "uri"},
        "softwareVersion": {"type": "string"},
        "releaseDate": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
        "platforms": SOME_TEXTS,
        "categories": SOME_TEXTS,
        "developmentStatus": {"enum": ["concept", "development", "beta", "stable", "obsolete"]},
        "softwareType": {"enum": SOFTWARE_TYPES},
        "intendedAudience": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "countries": {"type": "array", "items": {"type": "string", "pattern": "^[a-z]{2}$"}},
                "unsupportedCountries": {
                    "type": "array",
                    "items": {"type": "string", "pattern": "^[a-z]{2}$"},
                },
                "scope": SOME_TEXTS,
            },
        },
        "supports": {
            "type": "array",
            "items": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}},
        },
        "description": {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": False,
            "patternProperties": {LANGUAGE: DESCRIPTION},
        },
        "legal": {
            "type": "object",
            "required": ["license"],
            "additionalProperties": False,
            "properties": {key: {"type": "string"} for key in ("license", "mainCopyrightOwner", "repoOwner")},
        },
        "maintenance": {
            "type": "object",
            "required": ["type"],
            "additionalProperties": False,
            "properties": {
                "type": {"enum": ["internal", "contract", "community", "none"]},
                "contacts": {"type": "array", "minItems": 1, "items": PERSON},
                "contractors": {"type": "array", "minItems": 1, "items": CONTRACTOR},
            },
            "allOf": [
                {
                    "if": {"properties": {"type": {"enum": ["internal", "community"]}}},
                    "then": {"required": ["contacts"]},
                },
                {
                    "if": {"properties": {"type": {"const": "contract"}}},
                    "then": {"required": ["contractors"]},
                },
            ],
        },
        "localisation": {
            "type": "object",
            "required": ["localisationReady", "availableLanguages"],
            "additionalProperties": False,
            "properties": {
                "localisationReady": {"type": "boolean"},
                "availableLanguages": {
                    "type": "array",
                    "minItems": 1,
                    "items": {"type": "string", "pattern": LANGUAGE},
                },
            },
        },
        "dependsOn": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                key: {"type": "array", "items": DEPENDENCY} for key in ("open", "proprietary", "hardware")
            },
        },
    },
}


@pytest.fixture
def publiccode() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    return copy.deepcopy(content)


def problems(content: dict[str, Any]) -> list[str]:
    validator = jsonschema.Draft202012Validator(SCHEMA)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(content)]


def test_publiccode_is_valid(publiccode: dict[str, Any]) -> None:
    assert problems(publiccode) == []


def without(key: str) -> Any:
    return lambda content: content.pop(key)


BROKEN = {
    "no address of the code": without("url"),
    "no licence": lambda content: content["legal"].pop("license"),
    "a long description that is short": lambda content: content["description"]["it"].update(
        longDescription="Breve."
    ),
    "a short description that is long": lambda content: content["description"]["en"].update(
        shortDescription="x" * 151
    ),
    "a community without anybody to turn to": lambda content: content["maintenance"].update(type="community"),
    "the Italian section of earlier versions": lambda content: content.update(
        it={"conforme": {"gdpr": True}}
    ),
    "a misspelt key": lambda content: content.update(developmentstatus="beta"),
}


@pytest.mark.parametrize("breaking", BROKEN.values(), ids=BROKEN)
def test_the_check_finds(breaking: Any, publiccode: dict[str, Any]) -> None:
    breaking(publiccode)
    assert len(problems(publiccode)) == 1


def test_it_says_of_the_licence_what_the_package_says(publiccode: dict[str, Any]) -> None:
    assert f'license = "{publiccode["legal"]["license"]}"' in (ROOT / "pyproject.toml").read_text()
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")


def test_every_language_it_claims_has_a_catalogue_or_is_the_source_s(publiccode: dict[str, Any]) -> None:
    claimed = publiccode["localisation"]["availableLanguages"]
    catalogues = {path.parent.parent.name for path in (ROOT / "locale").glob("*/LC_MESSAGES/django.po")}
    assert set(claimed) - {"en"} <= catalogues
    assert {"it", "en"} <= set(claimed)
