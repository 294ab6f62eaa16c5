"""The definitions: one module a subject. Importing this package fills the registry, in the order of output."""

from campanello.evaluation.indicators import programme, recipients, plans, people, partners, completeness  # isort: skip

__all__ = ["completeness", "partners", "people", "plans", "programme", "recipients"]
