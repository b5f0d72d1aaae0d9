// Texts with gaps: how they are written, and what they may name.
#include "schema/text_template.h"

#include "declaration/test_declarations.h"

namespace vip::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// "part: literal|{name}", optional parts in brackets.
std::string outline(std::string_view text) {
  const auto read = parse_text_template(text);
  if (!read) return "none";
  std::string all;
  for (const TextTemplate::Part& part : read->parts) {
    all += part.optional ? "[" : "(";
    for (const TextTemplate::Piece& piece : part.pieces)
      all += piece.name.empty() ? piece.literal : "<" + piece.name + "/" + piece.literal + ">";
    all += part.optional ? "]" : ")";
  }
  return all;
}

TEST(TextTemplate, HasGapsAndOptionalParts) {
  EXPECT_EQ(outline("Weight: {weight} kg"), "(Weight: <weight/> kg)");
  EXPECT_EQ(outline("{a.b|Note}[ by {c}][: {d}]"), "(<a.b/Note>)[ by <c/>][: <d/>]");
  EXPECT_EQ(outline(""), "");
}

TEST(TextTemplate, IsNoneWhereItDoesNotMatch) {
  for (const char* text : {"{", "}", "{}", "{a", "[a", "a]", "[[a]]", "{|x}", "{a{b}}", "[a{b]}"})
    EXPECT_EQ(outline(text), "none") << text;
}

TEST(TextTemplate, IsOneGapAlone) {
  EXPECT_NE(parse_text_template("{a.b}")->only_gap(), nullptr);
  for (const char* text : {"", "a", "{a} ", "[{a}]", "{a|b}", "{a}{b}"})
    EXPECT_EQ(parse_text_template(text)->only_gap(), nullptr) << text;
}

// Dogs, whose log has an entry for each.
std::vector<DeclarationFile> kennel(const std::string& projections) {
  return pets({resource_file(
                   "dogs", projections +
                               "fields:\n"
                               "  entry-uuid: {references: entries, read-only: true}\n"
                               "  owner-uuid: {references: owners}\n"
                               "  name: {type: string}\n"
                               "  height: {type: decimal, scale: 1}\n"
                               "  chipped: {type: boolean}\n"
                               "  titles:\n    type: array\n    items: {type: object, properties: "
                               "{title: {type: string}}}\n"),
               resource_file("entries",
                             "fields:\n"
                             "  kind: {enum: [Dog, Cat]}\n"
                             "  dog-uuid: {references: dogs}\n"
                             "  owner-uuid: {references: owners}\n"
                             "  height: {type: decimal, scale: 2}\n"
                             "  text: {type: string}\n"),
               resource_file("owners", "fields:\n  name: {type: string}\n")});
}

Texts errors_of_dogs(const std::string& projections) {
  Texts texts = errors_of(kennel(projections));
  for (std::string& text : texts) text.erase(0, std::string{"pets/resources/dogs.yaml:"}.size());
  return texts;
}

TEST(PassedOn, NamesFieldsOfBoth) {
  const Catalogue catalogue =
      read(kennel("projections:\n"
                  "  - resource: entries\n    id-field: entry-uuid\n    omit: [height]\n"
                  "    values: {kind: Dog, dog-uuid: \"{dog-uuid}\", "
                  "text: \"{owner-uuid.name}[: {titles.title}] {height}\"}\n"));
  const Projection& passing = catalogue.resource("pets/dogs").projections.at(0);
  EXPECT_EQ(passing.target->name, "entries");
  EXPECT_EQ(passing.id->name, "entry-uuid");
  ASSERT_EQ(passing.shared.size(), 1U);
  EXPECT_EQ(passing.shared[0].first->name, "owner-uuid");
  EXPECT_EQ(passing.shared[0].second->owner->name, "entries");
  EXPECT_EQ(passing.values.at(2).text.parts.at(1).pieces.at(1).path.back()->name, "title");
}

TEST(PassedOn, SaysWhatDoesNotFit) {
  EXPECT_THAT(errors_of_dogs("projections:\n  - resource: entries\n"),
              ElementsAre("7: projections: height is of another type or scale there"));
  EXPECT_THAT(
      errors_of_dogs("projections:\n"
                     "  - resource: entry\n    omit: [height, size]\n"
                     "  - resource: entries\n    id-field: name\n    omit: [height]\n"
                     "    values: {kind: Bird, dog-uuid: \"{name}\", text: \"{chipped}\", "
                     "owner-uuid: \"{owner-uuid.names}\", size: \"{name\"}\n"),
      ElementsAre("7: projections: no resource pets/entry is declared; known are dogs, entries, "
                  "owners",
                  "7: projections: dogs has no field \"size\"; known are dog-uuid, entry-uuid, "
                  "owner-uuid, name, height, chipped, titles, external-id, created-date, "
                  "modified",
                  "9: projections: name is no uuid",
                  "9: projections: kind does not take such a value",
                  "9: projections: dog-uuid does not take such a value",
                  "9: projections: chipped cannot stand in a text",
                  "9: projections: owners has no field \"names\"; did you mean \"name\"?",
                  "12: projections: values: size: braces and brackets must match and hold "
                  "something: \"{name}[, {note}]\""));
}

TEST(PassedOn, SharesOnlyWhatTheOtherFieldTakes) {
  EXPECT_THAT(
      errors_of(pets({resource_file("dogs",
                                    "projections: [{resource: entries}]\n"
                                    "fields:\n"
                                    "  mood: {enum: [Good, Bad]}\n"
                                    "  state: {enum: [Found, Lost]}\n"
                                    "  kind: {enum: [Dog]}\n"
                                    "  note: {type: string, maxLength: 20}\n"
                                    "  name: {type: string, maxLength: 30}\n"),
                      resource_file("entries",
                                    "fields:\n"
                                    "  mood: {enum: [Good, Bad]}\n"
                                    "  state: {enum: [Lost]}\n"
                                    "  kind: {type: string}\n"
                                    "  note: {type: string, maxLength: 20}\n"
                                    "  name: {type: string, maxLength: 29}\n")})),
      ElementsAre(
          "pets/resources/dogs.yaml:6: projections: state has other values there",
          "pets/resources/dogs.yaml:6: projections: name may be longer than it may be there"));
}

TEST(PassedOn, KeepsWhatIsPersonalPersonal) {
  const auto errors_with = [](const std::string& there) {
    Texts texts = errors_of(
        pets({resource_file(
                  "dogs",
                  "projections:\n  - resource: entries\n    values: {text: \"Of {owner}\", on: "
                  "\"{born}\"}\n"
                  "fields:\n"
                  "  owner: {type: string, pii: true}\n"
                  "  born: {type: date, pii: true}\n"
                  "  note: {type: string, pii: true}\n"),
              resource_file("entries", "fields:\n  text: {type: string" + there +
                                           "}\n  on: {type: date" + there +
                                           "}\n  note: {type: string" + there + "}\n")}));
    for (std::string& text : texts) text.erase(0, std::string{"pets/resources/dogs.yaml:"}.size());
    return texts;
  };
  EXPECT_THAT(errors_with(", pii: true"), IsEmpty());
  EXPECT_THAT(errors_with(""),
              ElementsAre("7: projections: owner is personal, text is not",
                          "7: projections: born is personal, on is not",
                          "7: projections: note is personal, so it has to be personal there"));
}

TEST(Composed, IsReadOnlyAndOfWhatPeopleCanRead) {
  const auto files = [](const std::string& text) {
    return pets({resource_file("dogs",
                               "fields:\n  name: {type: string}\n  chipped: {type: boolean}\n"
                               "  label: {type: string, template: \"" +
                                   text + "\"}\n")});
  };
  EXPECT_TRUE(read(files("{name|Rex}")).resource("pets/dogs").field("label").read_only);
  EXPECT_THAT(errors_of(files("{chipped}")),
              ElementsAre("pets/resources/dogs.yaml:9: field label: template: chipped cannot stand "
                          "in a text"));
}

}  // namespace
}  // namespace vip::test
