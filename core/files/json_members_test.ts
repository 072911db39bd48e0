import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { jsonMembers } from "./json_members.ts";

Deno.test("the members of an object are the names and the JSON that it was made of, spaces apart", () => {
  const name = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom('"', "\\", "\n", "{", "}", ":", ",", "[", "x"),
  );
  const member = fc.tuple(name, fc.jsonValue().map((value) => JSON.stringify(value)));
  const space = fc.constantFrom("", " ", "\n\t", " \r\n  ");
  fc.assert(fc.property(fc.array(member), space, (members, space) => {
    const parts = members.map(([name, json]) => [JSON.stringify(name), ":", json].join(space) + space);
    const object = `{${space}${parts.join("," + space)}}`;
    assertEquals([...jsonMembers(object)], members);
  }));
});
