"""How forms are drawn: every field by components/field.html."""

from django.forms.renderers import TemplatesSetting


class AccessibleRenderer(TemplatesSetting):
    """A label that stays, help before the field, errors after it, all told to screen readers."""

    field_template_name = "components/field.html"
