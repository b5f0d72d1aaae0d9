// What a create and a PATCH may say: bodies of owners, each with the errors that it has.

#include "engine/record_input.h"

#include "engine/test_catalogue.h"

namespace vip::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct BodyRow {
  const char* body;
  Texts errors;
};

// A create of a person with all that is required, and more members.
std::string person(const std::string& more = "") {
  return std::string(R"({"last-name":"Pryce","kind":"Person","region-uuid":")") + kId + "\"" +
         (more.empty() ? "" : ",") + more + "}";
}

class BodyTest : public testing::Test {
 protected:
  Result<Body> create(const std::string& text, bool pii = true) const {
    return decode_body(create_schema(owners_), text, pii, london());
  }
  Result<Body> patch(const std::string& text, bool pii = true) const {
    return decode_body(patch_schema(owners_), text, pii, london());
  }
  // "last-name="Pryce"", in the body's order.
  static Texts given(const Body& body) {
    Texts texts;
    for (const GivenField& field : body.given)
      texts.push_back(field.field->name + "=" +
                      (field.merges ? "merge" : json_of(*field.field, field.value)));
    return texts;
  }

  Catalogue catalogue_ = api_catalogue();
  const Resource& owners_ = catalogue_.resource("pets/owners");
};

TEST_F(BodyTest, MustBeOneJsonObject) {
  const std::vector<BodyRow> rows = {
      {"", {" body-missing"}},         {" \n", {" body-missing"}},
      {"[]", {" body-not-object"}},    {"null", {" body-not-object"}},
      {"\"a\"", {" body-not-object"}}, {"{", {" invalid-json"}},
      {"{} {}", {" invalid-json"}},    {R"({"code":"a","code":"b"})", {" invalid-json"}}};
  for (const BodyRow& row : rows) {
    EXPECT_EQ(summary_of(create(row.body)), row.errors) << row.body;
    EXPECT_EQ(summary_of(patch(row.body)), row.errors) << row.body;
  }
}

TEST_F(BodyTest, ACreateGivesItsFieldsInTheOrderOfTheDeclaration) {
  const auto body = create(person(
      R"("legacy-id":"7","newsletter":false,"credit-limit":"12.50","first-name":null,"code":"C1")"));
  ASSERT_TRUE(body);
  EXPECT_THAT(given(*body),
              ElementsAre("last-name=\"Pryce\"", "first-name=null", "code=\"C1\"",
                          "kind=\"Person\"", std::string("home-region-uuid=\"") + kId + "\"",
                          "credit-limit=12.5", "newsletter=false", "legacy-id=\"7\""));
  EXPECT_NE(body->find(owners_.field("code")), nullptr);
  EXPECT_EQ(body->find(owners_.field("town")), nullptr);
}

TEST_F(BodyTest, OnACreateNullEqualsAbsent) {
  EXPECT_THAT(summary_of(create(person(R"("newsletter":null,"town":null,"hours":null)"))),
              IsEmpty());
  const std::vector<BodyRow> rows = {
      {"{}", {"/last-name required", "/kind required", "/region-uuid required"}},
      {R"({"last-name":null,"kind":null,"region-uuid":null})",
       {"/last-name required", "/kind required", "/region-uuid required"}}};
  for (const BodyRow& row : rows) EXPECT_EQ(summary_of(create(row.body)), row.errors) << row.body;
}

TEST_F(BodyTest, AFieldCanBeRequiredBesideAnother) {
  const std::string farm = std::string(R"({"last-name":"P","kind":"Farm","region-uuid":")") + kId;
  EXPECT_THAT(summary_of(create(person())), IsEmpty());
  EXPECT_THAT(summary_of(create(farm + R"(","herd-size":40})")), IsEmpty());
  EXPECT_THAT(summary_of(create(farm + R"(","herd-size":0})")),
              ElementsAre("/herd-size out-of-range"));
  for (const char* rest : {"\"}", R"(","herd-size":null})"}) {
    const auto body = create(farm + rest);
    ASSERT_FALSE(body);
    EXPECT_THAT(summary_of(body), ElementsAre("/herd-size required"));
    EXPECT_THAT(body.error().detail, HasSubstr("since `kind` is Farm"));
  }
}

TEST_F(BodyTest, ACreateRefusesWhatIsNotTheCallersToSay) {
  const std::vector<BodyRow> rows = {
      {R"("balance":5)", {"/balance read-only-field"}},
      {R"("owner-uuid":"0198c0de-0000-7000-8000-00000000000a")", {"/owner-uuid read-only-field"}},
      {R"("modified":null)", {"/modified read-only-field"}},
      {R"("created-date":"2026-01-01T00:00:00Z")", {"/created-date read-only-field"}},
      {R"("saved-town":"Leeds")", {"/saved-town unknown-field"}},
      {R"("home-region-uuid":null)", {"/home-region-uuid unknown-field"}},
      {R"("zzzzzzzz":1)", {"/zzzzzzzz unknown-field"}},
      {R"("a/b~c":1)", {"/a~1b~0c unknown-field"}},
      {R"("hours":{"close":"25:00"})", {"/hours/open required", "/hours/close invalid-format"}},
      {R"("hours":{"open":"09:00","a/b":1})", {"/hours/a~1b unknown-field"}},
  };
  for (const BodyRow& row : rows)
    EXPECT_EQ(summary_of(create(person(row.body))), row.errors) << row.body;
}

TEST_F(BodyTest, AnUnknownNameIsToldWithTheNearestKnownOne) {
  struct Hint {
    const char* name;
    const char* message;
  };
  constexpr Hint kHints[] = {
      {"twon", "No such field here; did you mean `town`?"},
      {"firstname", "No such field here; did you mean `first-name`?"},
      {"zzzzzzzz", "No such field here."},
      {"saved-town", "No such field here."},
      {"home-region-uuid", "On a create the field is named `region-uuid`."},
  };
  for (const Hint& hint : kHints) {
    const auto body = create(person("\"" + std::string(hint.name) + "\":\"x\""));
    ASSERT_FALSE(body) << hint.name;
    EXPECT_EQ(body.error().detail, hint.message);
  }
}

TEST_F(BodyTest, AChildsParentStandsInThePath) {
  const Resource& phones = catalogue_.resource("pets/phones");
  const std::string text = std::string(R"({"number":"1","owner-uuid":")") + kId + "\"}";
  EXPECT_THAT(summary_of(decode_body(create_schema(phones), text, true, london())),
              ElementsAre("/owner-uuid read-only-field"));
  EXPECT_THAT(summary_of(decode_body(patch_schema(phones), text, true, london())),
              ElementsAre("/owner-uuid read-only-field"));
}

TEST_F(BodyTest, AllErrorsAreToldInTheOrderOfTheDeclaration) {
  const auto body = create(
      R"({"zz":1,"newsletter":"yes","balance":1,"region-uuid":"q","kind":"x","last-name":5})");
  ASSERT_FALSE(body);
  EXPECT_THAT(summary_of(body), ElementsAre("/last-name invalid-type", "/kind invalid-enum",
                                            "/balance read-only-field", "/region-uuid invalid-uuid",
                                            "/newsletter invalid-type", "/zz unknown-field"));
  EXPECT_EQ(body.error().code, errors::invalid_request);
  EXPECT_EQ(body.error().detail, "Expected text of 1 to 10 characters.");
}

TEST_F(BodyTest, ErrorsOfOneCodeKeepIt) {
  const auto body = create("{}");
  ASSERT_FALSE(body);
  EXPECT_EQ(body.error().code, errors::required);
}

TEST_F(BodyTest, APatchGivesOnlyWhatItNames) {
  struct Given {
    const char* body;
    Texts fields;
  };
  const std::vector<Given> rows = {
      {"{}", {}},
      {R"({"town":"Leeds","last-name":"Hill"})", {"last-name=\"Hill\"", "town=\"Leeds\""}},
      {R"({"town":null,"first-name":null,"herd-size":null})",
       {"first-name=null", "herd-size=null", "town=null"}},
      {R"({"hours":{"close":"17:00"}})", {"hours=merge"}},  // `open` may be there already
      {R"({"hours":{}})", {"hours=merge"}},
      {R"({"hours":null})", {"hours=null"}},
  };
  for (const Given& row : rows) {
    const auto body = patch(row.body);
    ASSERT_TRUE(body) << row.body;
    EXPECT_EQ(given(*body), row.fields) << row.body;
  }
}

TEST_F(BodyTest, APatchRefusesNullForWhatAlwaysHasAValueAndWhatIsSetOnce) {
  const std::vector<BodyRow> rows = {
      {R"({"last-name":null})", {"/last-name required"}},
      {R"({"home-region-uuid":null})", {"/home-region-uuid required"}},
      {R"({"newsletter":null})", {"/newsletter required"}},  // it has a default
      {R"({"deactivated":null})", {"/deactivated required"}},
      {R"({"kind":"Farm"})", {"/kind immutable-field"}},
      {R"({"legacy-id":"7"})", {"/legacy-id immutable-field"}},
      {R"({"balance":1})", {"/balance read-only-field"}},
      {R"({"region-uuid":null})", {"/region-uuid unknown-field"}},  // its name on a create
      {R"({"town":" "})", {"/town empty"}},
      {R"({"hours":[]})", {"/hours invalid-type"}},
      {R"({"hours":{"close":5}})", {"/hours/close invalid-type"}},
      {R"({"hours":{"lunch":"12:00"}})", {"/hours/lunch unknown-field"}},
      {R"({"kind":"Farm","last-name":null,"twon":1})",
       {"/last-name required", "/kind immutable-field", "/twon unknown-field"}},
  };
  for (const BodyRow& row : rows) EXPECT_EQ(summary_of(patch(row.body)), row.errors) << row.body;
}

TEST_F(BodyTest, PersonalFieldsNeedTheRightToThem) {
  const auto body = create(person(), false);
  ASSERT_FALSE(body);
  EXPECT_THAT(summary_of(body), ElementsAre("/last-name insufficient-scope"));
  EXPECT_EQ(info(body.error().code).status, 403);
  EXPECT_THAT(body.error().detail, HasSubstr("pet:pii"));

  EXPECT_THAT(summary_of(patch(R"({"notes":"x","town":"Leeds","first-name":null})", false)),
              ElementsAre("/first-name insufficient-scope", "/notes insufficient-scope"));
  EXPECT_THAT(summary_of(patch(R"({"town":"Leeds"})", false)), IsEmpty());
}

TEST_F(BodyTest, WhatDoesNotMatchTheSchemaIsToldBeforeTheRight) {
  EXPECT_THAT(summary_of(create(person(R"("newsletter":1)"), false)),
              ElementsAre("/newsletter invalid-type"));
  EXPECT_THAT(summary_of(patch(R"({"first-name":"x","twon":1})", false)),
              ElementsAre("/twon unknown-field"));
}

}  // namespace
}  // namespace vip::test
