"""Forms look like the design: one template for a field, one for a form."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    field_template_name = "components/field.html"
    form_template_name = "components/form.html"
