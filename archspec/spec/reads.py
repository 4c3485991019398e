"""How a field of a model is read by one function."""

from collections.abc import Callable
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core.core_schema import CoreSchema, no_info_plain_validator_function

from archspec.record import record

TEXT = {"type": "string"}  # as JSON Schema says it


@record(eq=False)
class Reads:
    """An annotation: the values of a field are what ``read`` makes of the data.

    Pydantic is told nothing of the annotated type, which ``read`` answers for: to make
    validators of such types, for every model anew, would take longer than to use them.

    Attributes:
        read: raises PydanticCustomError or pydantic.ValidationError for wrong data.
        json: the JSON schema of what it takes.
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
