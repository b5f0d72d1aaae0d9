// What a value names, however deep it stands.
#include "engine/references.h"

#include <gmock/gmock.h>

namespace vip {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::string kFirst = "01970c2e-8a40-7d11-9a35-5b0f6c1d2e3f";
const std::string kSecond = "01970c2e-8a40-7d11-9a35-5b0f6c1d2e40";

Field reference(const std::string& name, FieldType type = FieldType::uuid) {
  Field field;
  field.name = name;
  field.type = type;
  field.references = "pets/owners";
  return field;
}

Field object_of(const std::string& name, std::vector<Field> members) {
  Field field;
  field.name = name;
  field.type = FieldType::object;
  field.members = std::move(members);
  return field;
}

Field list_of(const std::string& name, Field item) {
  Field field;
  field.name = name;
  field.type = FieldType::object;
  field.items.push_back(std::move(item));
  return field;
}

std::vector<std::string> named_by(const Field& field, const Value& value) {
  std::vector<std::string> found;
  for (const NamedRecord& named : records_named_by(field, value))
    found.push_back(named.below + " " + to_string(named.id));
  return found;
}

TEST(Records, AreNamedByAReferenceOrAListOfThem) {
  EXPECT_THAT(named_by(reference("owner-uuid"), Value{parse_uuid(kFirst).value()}),
              ElementsAre(" " + kFirst));
  EXPECT_THAT(named_by(reference("owner-uuids", FieldType::uuid_list),
                       Value{"[\"" + kFirst + "\",\"" + kSecond + "\"]"}),
              ElementsAre("/0 " + kFirst, "/1 " + kSecond));
  EXPECT_THAT(named_by(reference("owner-uuid"), null_value()), IsEmpty());
  Field plain = reference("id");
  plain.references.clear();
  EXPECT_THAT(named_by(plain, Value{parse_uuid(kFirst).value()}), IsEmpty());
}

TEST(Records, AreNamedByMembersHoweverDeep) {
  const Field field =
      list_of("visits",
              object_of("", {reference("owner-uuid"), object_of("with", {reference("vet-uuid")})}));
  EXPECT_EQ(references_of(field).size(), 2U);
  EXPECT_THAT(named_by(field, Value{R"([{"owner-uuid":null,"with":{"vet-uuid":")" + kFirst +
                                    R"("}},{"owner-uuid":")" + kSecond + R"(","with":null}])"}),
              ElementsAre("/0/with/vet-uuid " + kFirst, "/1/owner-uuid " + kSecond));
}

}  // namespace
}  // namespace vip
