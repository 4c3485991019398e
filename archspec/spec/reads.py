"""Fields of a model that a single function reads."""

from collections.abc import Callable
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core.core_schema import CoreSchema, no_info_plain_validator_function

from archspec.record import record


@record(eq=False)
class Reads:
    """An annotation: ``read`` converts the data to the value of a field.

    ``read`` guarantees the annotated type; Pydantic does not check it, because building
    validators for such types, for every model, would take longer than using them.

    Attributes:
        read: raises PydanticCustomError or pydantic.ValidationError for wrong data.
        json: the JSON schema of the data that it accepts.
    """

    read: Callable[[Any], Any]
    json: dict[str, Any]

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        del source, handler
        return no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        del schema, handler
        return dict(self.json)


@record(eq=False)
class Takes:
    """An annotation: the part of a field's JSON schema that its type does not give."""

    json: dict[str, Any]
