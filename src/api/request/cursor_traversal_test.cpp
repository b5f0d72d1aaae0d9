// Traversals by cursor, searches by a body, and the reads that take only a shape.

#include "api/request/list_query.h"
#include "api/request/test_lists.h"

namespace vip::test {
namespace {

using testing::ElementsAre;

TEST_F(ListQueryTest, ACursorCarriesTheQueryOn) {
  const auto first = read(
      "last-name[starts-with]=H&kind[in]=Person,Farm&sort=last-name,desc&sort=joined&q=har&size=5"
      "&include-deactivated=true&total=none&page=2&fields=code");
  ASSERT_TRUE(first);
  const std::string cursor =
      sealer_.seal(traversal(*first, {Value{std::string("Hill")}, null_value()}));

  const auto next = read("cursor=" + cursor);
  ASSERT_TRUE(next) << testing::PrintToString(summary_of(next));
  EXPECT_EQ(where(*next), where(*first));
  EXPECT_EQ(order(*next), order(*first));
  EXPECT_EQ(next->query.words, first->query.words);
  EXPECT_TRUE(next->by_cursor);
  EXPECT_EQ(next->size, 5);
  EXPECT_EQ(next->query.limit, 6);
  EXPECT_EQ(next->query.offset, 0);
  EXPECT_FALSE(next->shape.chosen_fields) << "the shape is not the cursor's";
  ASSERT_TRUE(next->query.after);
  EXPECT_EQ(next->query.after->sequence, 7);
  EXPECT_EQ(next->query.after->values.front(), Value{std::string("Hill")});

  // The traversal of the next page's cursor is that of the first.
  const std::string third =
      sealer_.seal(traversal(*next, {Value{std::string("Hall")}, null_value()}));
  const auto last = read("cursor=" + third + "&size=9&fields=town&include=phones");
  ASSERT_TRUE(last);
  EXPECT_EQ(where(*last), where(*first));
  EXPECT_EQ(last->size, 9);
  EXPECT_TRUE(last->shape.chosen_fields);
  EXPECT_EQ(last->shape.includes.size(), 1U);
}

TEST_F(ListQueryTest, ACursorOfALibraryIsNotTheWholeOfIt) {
  const auto first = read("size=2", "colours");
  const auto next = read("cursor=" + sealer_.seal(traversal(*first, {})), "colours");
  ASSERT_TRUE(next);
  EXPECT_FALSE(next->whole);
  EXPECT_EQ(next->query.limit, 3);
}

TEST_F(ListQueryTest, ACursorBelongsToItsTenantClientAndPath) {
  const auto first = read("size=5");
  const CursorState own = traversal(*first, {});
  EXPECT_TRUE(read("cursor=" + sealer_.seal(own)));
  const auto change = [&](const auto& with) {
    CursorState state = own;
    with(state);
    return read("cursor=" + sealer_.seal(state));
  };
  for (const auto& command : {change([](CursorState& state) { state.tenant = make_uuid_v4(); }),
                              change([](CursorState& state) { state.client = make_uuid_v4(); }),
                              change([](CursorState& state) { state.path += "/search"; })}) {
    EXPECT_THAT(summary_of(command), ElementsAre("cursor cursor-mismatch"));
  }
}

TEST_F(ListQueryTest, OnlyTheShapeMayStandBesideACursor) {
  const auto first = read("town=Leeds&size=5");
  const std::string cursor = "cursor=" + sealer_.seal(traversal(*first, {}));
  const std::vector<Refused> rows = {
      {"&page=2", {"page cursor-mismatch"}},
      {"&total=none", {"total cursor-mismatch"}},
      {"&sort=code", {"sort cursor-mismatch"}},
      {"&q=x", {"q cursor-mismatch"}},
      {"&town=Leeds", {"town cursor-mismatch"}},
      {"&include-deactivated=true", {"include-deactivated cursor-mismatch"}},
      {"&page=2&q=x", {"page cursor-mismatch", "q cursor-mismatch"}},
      {"&foo=1", {"foo unknown-parameter"}},
      {"&size=0", {"size out-of-range"}},
      {"&" + cursor, {"cursor repeated-parameter"}},
      {"&size=7&fields=town&include=phones", {}},
  };
  for (const Refused& row : rows)
    EXPECT_EQ(summary_of(read(cursor + row.query)), row.errors) << row.query;
}

TEST_F(ListQueryTest, WhatWasNotGivenOutIsNoCursor) {
  const auto first = read("sort=code");
  const CursorSealer other{std::string(CursorSealer::kKeySize, 'x')};
  for (const std::string& cursor :
       {std::string("abc"), std::string("2"), other.seal(traversal(*first, {null_value()})),
        sealer_.seal(traversal(*first, {})),  // no value for the sort field
        sealer_.seal(traversal(*first, {Value{std::int64_t{1}}}))}) {  // a number for a text
    EXPECT_THAT(summary_of(read("cursor=" + cursor)), ElementsAre("cursor cursor-invalid"))
        << cursor;
  }
}

TEST_F(ListQueryTest, ACursorDoesNotWidenTheCallersRights) {
  const auto first = read("last-name[starts-with]=H");
  const std::string cursor = sealer_.seal(traversal(*first, {}));
  EXPECT_THAT(summary_of(read("cursor=" + cursor, "owners", "pet:read")),
              ElementsAre("last-name[starts-with] insufficient-scope"));
}

TEST_F(ListQueryTest, ASearchBodySaysTheSameByTheSameNames) {
  const auto command = search(
      R"({"last-name[starts-with]":"Har","kind[in]":["Person","Farm"],"herd-size":3,
          "newsletter":true,"sort":["last-name,desc","joined"],"fields":["town"],
          "include":["phones"],"size":5,"page":2,"total":"none","include-deactivated":true})");
  ASSERT_TRUE(command) << testing::PrintToString(summary_of(command));
  EXPECT_THAT(where(*command),
              ElementsAre(R"(last-name[starts-with]="Har")", R"(kind[in]="Person","Farm")",
                          "herd-size=3", "newsletter=true"));
  EXPECT_THAT(order(*command), ElementsAre("last-name,desc", "joined,asc"));
  EXPECT_EQ(command->size, 5);
  EXPECT_EQ(command->query.offset, 5);
  EXPECT_EQ(command->total, TotalWanted::none);
  EXPECT_EQ(command->shape.includes.size(), 1U);
  EXPECT_TRUE(command->shape.chosen_fields);

  // A decimal may be a number or its text.
  EXPECT_THAT(where(*search(R"({"balance[lt]":-12.50,"credit-limit[gte]":"1e2"})")),
              ElementsAre("balance[lt]=-12.5", "credit-limit[gte]=100", "deactivated=false"));
  EXPECT_THAT(where(*search("{}")), ElementsAre("deactivated=false"));
  EXPECT_THAT(where(*search("")), ElementsAre("deactivated=false"));
}

TEST_F(ListQueryTest, ASearchBodyIsRefusedByPointers) {
  const std::vector<Refused> rows = {
      {"[]", {" body-not-object"}},
      {"{", {" invalid-json"}},
      {R"({"kind[in]":"Person"})", {"/kind[in] invalid-type"}},
      {R"({"kind[in]":["Person,Farm"]})", {"/kind[in] invalid-enum"}},  // no commas in here
      {R"({"kind[in]":["Person",[]]})", {"/kind[in]/1 invalid-type"}},
      {R"({"kind[in]":[]})", {"/kind[in] empty"}},
      {R"({"sort":"last-name"})", {"/sort invalid-type"}},
      {R"({"sort":[]})", {"/sort empty"}},
      {R"({"last-name":["x"]})", {"/last-name invalid-type"}},
      {R"({"last-name":null})", {"/last-name invalid-type"}},
      {R"({"last-name":""})", {"/last-name empty"}},
      {R"({"lastname":{}})", {"/lastname unknown-parameter"}},
      {R"({"a/b~c":1})", {"/a~1b~0c unknown-parameter"}},
      {R"({"last-name[contains]":"x"})", {"/last-name[contains] invalid-operator"}},
      {R"({"size":0})", {"/size out-of-range"}},
      {R"({"cursor":"abc"})", {"/cursor cursor-invalid"}},
      // Types are those of JSON: no number, and no boolean, is a text.
      {R"({"size":"5"})", {"/size invalid-type"}},
      {R"({"page":"1"})", {"/page invalid-type"}},
      {R"({"page":true})", {"/page invalid-type"}},
      {R"({"size":1.5})", {"/size invalid-parameter"}},
      {R"({"herd-size":"3"})", {"/herd-size invalid-type"}},
      {R"({"herd-size[in]":[1,"2",3]})", {"/herd-size[in]/1 invalid-type"}},
      {R"({"newsletter":"true"})", {"/newsletter invalid-type"}},
      {R"({"newsletter":1})", {"/newsletter invalid-type"}},
      {R"({"include-deactivated":"true"})", {"/include-deactivated invalid-type"}},
      {R"({"first-name[is-null]":"true"})", {"/first-name[is-null] invalid-type"}},
      {R"({"last-name":5})", {"/last-name invalid-type"}},
      {R"({"joined":20240229})", {"/joined invalid-type"}},
      {R"({"balance[lt]":true})", {"/balance[lt] invalid-type"}},
      {R"({"q":5})", {"/q invalid-type"}},
      {R"({"cursor":5})", {"/cursor invalid-type"}},
      {R"({"page":"1","lastname":"x","size":0})",
       {"/lastname unknown-parameter", "/page invalid-type", "/size out-of-range"}},
      {R"({"total":false})", {"/total invalid-type"}},
      {R"({"sort":[1]})", {"/sort/0 invalid-type"}},
  };
  for (const Refused& row : rows) EXPECT_EQ(summary_of(search(row.query)), row.errors) << row.query;
  const auto command = search(R"({"size":0})");
  EXPECT_EQ(command.error().errors.front().place, FieldError::Place::pointer);
}

TEST_F(ListQueryTest, AReadTakesItsShapeOnly) {
  const Route route{RouteKind::read, RouteMethod::get, "/owners/:owner-uuid", &resource("owners"),
                    nullptr};
  const QuerySchema schema{resource("owners"), parameters_of(route)};
  const ListReader reader{schema, sealer_, views_, false, london()};
  const ScopeSet scopes = *ScopeSet::parse(kAllScopes);
  const auto view = [&](const std::string& query) {
    return reader.read_shape(*parameters_of_query(query), scopes);
  };
  EXPECT_FALSE(view("")->chosen_fields);
  EXPECT_TRUE(view("fields=town")->chosen_fields);
  EXPECT_EQ(view("include=phones")->includes.size(), 1U);
  EXPECT_THAT(summary_of(view("size=5")), ElementsAre("size unknown-parameter"));
  EXPECT_EQ(view("fields=town&fields=code,kind")->view->columns.size(), 4U) << "and the id";
}

TEST_F(ListQueryTest, ALegacyListHasRowsWithALegacyIdOnly) {
  const Resource& owners = resource("owners");
  const Route route{RouteKind::legacy_list, RouteMethod::get, owners.legacy_list, &owners, nullptr};
  const QuerySchema schema{owners, parameters_of(route)};
  const ScopeSet scopes = *ScopeSet::parse(kAllScopes);
  const auto command = ListReader{schema, sealer_, views_, false, london()}.read(
      *parameters_of_query("legacy-id[in]=7,8"), caller(scopes));
  ASSERT_TRUE(command);
  Texts conditions;
  for (const Condition& condition : command->legacy_conditions(owners.field("legacy-id")))
    conditions.push_back(shown(condition));
  EXPECT_THAT(conditions, ElementsAre("legacy-id[is-null]=false", R"(legacy-id[in]="7","8")"));
}

}  // namespace
}  // namespace vip::test
