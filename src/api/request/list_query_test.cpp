// Parameters of lists: what each means, and how each is refused.

#include "api/request/list_query.h"

#include "api/request/test_lists.h"

namespace vip::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string repeated(const std::string& text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all.append(i == 0 ? "" : ",").append(text);
  return all;
}

TEST_F(ListQueryTest, HasDefaults) {
  const auto command = read("");
  ASSERT_TRUE(command);
  EXPECT_EQ(command->page, 1);
  EXPECT_EQ(command->size, 20);
  EXPECT_EQ(command->query.limit, 21);
  EXPECT_EQ(command->query.offset, 0);
  EXPECT_EQ(command->query.business, business_);
  EXPECT_EQ(command->total, TotalWanted::bounded);
  EXPECT_THAT(order(*command), IsEmpty());
  EXPECT_THAT(where(*command), ElementsAre("deactivated=false"));
  EXPECT_FALSE(command->filtered);
  EXPECT_FALSE(command->whole);
  EXPECT_TRUE(command->shape.includes.empty());
  EXPECT_TRUE(command->shape.view->pii);
}

TEST_F(ListQueryTest, PagesCountFromOne) {
  const auto command = read("page=3&size=1000&total=exact");
  ASSERT_TRUE(command);
  EXPECT_EQ(command->query.limit, 1001);
  EXPECT_EQ(command->query.offset, 2000);
  EXPECT_EQ(command->total, TotalWanted::exact);
  EXPECT_TRUE(read("page=1000000000&size=1000"));
}

struct Filter {
  const char* query;
  const char* condition;
};

TEST_F(ListQueryTest, FiltersByFieldsAndOperators) {
  const std::vector<Filter> rows = {
      {"last-name=Hargreaves", R"(last-name="Hargreaves")"},
      {"last-name=Pryce%20Jones+x", R"(last-name="Pryce Jones x")"},
      {"last-name%5Bstarts-with%5D=Har", R"(last-name[starts-with]="Har")"},
      {"last-name[starts-with]=a%2Cb", R"(last-name[starts-with]="a,b")"},
      {"first-name[is-null]=true", "first-name[is-null]=true"},
      {"first-name[is-null]=false", "first-name[is-null]=false"},
      {"kind=Farm", R"(kind="Farm")"},
      {"kind[ne]=Farm", R"(kind[ne]="Farm")"},
      {"kind[in]=Person,Farm", R"(kind[in]="Person","Farm")"},
      {"herd-size[in]=1,20", "herd-size[in]=1,20"},
      {"balance[lt]=-12.50", "balance[lt]=-12.5"},
      {"credit-limit[gte]=1e2", "credit-limit[gte]=100"},
      {"newsletter=true", "newsletter=true"},
      {"joined[gt]=2024-02-29", R"(joined[gt]="2024-02-29")"},
      {"joined-start=2024-01-01", R"(joined[gte]="2024-01-01")"},
      {"joined-end=2024-12-31", R"(joined[lte]="2024-12-31")"},  // of a date: inclusive
      {"contacted-start=2024-01-01T00:00:00%2B01:00",
       R"(contacted[gte]="2023-12-31T23:00:00.000Z")"},
      {"contacted-end=2024-01-01T00:00:00Z", R"(contacted[lt]="2024-01-01T00:00:00.000Z")"},
      {"town=Leeds", R"(town="Leeds")"},
      {"city=Leeds", R"(town="Leeds")"},
      {"external-id=a-1", R"(external-id="a-1")"},
      {"home-region-uuid=0198C0DE-0000-7000-8000-00000000000A",
       R"(home-region-uuid="0198c0de-0000-7000-8000-00000000000a")"},
  };
  for (const Filter& row : rows) {
    const auto command = read(row.query);
    ASSERT_TRUE(command) << row.query << testing::PrintToString(summary_of(command));
    EXPECT_THAT(where(*command), ElementsAre(row.condition, "deactivated=false")) << row.query;
    EXPECT_TRUE(command->filtered);
    // The same as a text of `filter`, which generated clients send.
    const auto text = read("filter=" + std::string(row.query));
    ASSERT_TRUE(text) << row.query << testing::PrintToString(summary_of(text));
    EXPECT_EQ(where(*text), where(*command)) << row.query;
    EXPECT_EQ(text->traversal.front().name, command->traversal.front().name) << row.query;
  }
}

TEST_F(ListQueryTest, FilterTakesSeveralConditions) {
  const auto command =
      read("filter=kind[in]=Person&size=5&filter=last-name=a=b&kind[in]=Farm&filter=town=Leeds");
  ASSERT_TRUE(command);
  EXPECT_THAT(where(*command), ElementsAre(R"(kind[in]="Person","Farm")", R"(last-name="a=b")",
                                           R"(town="Leeds")", "deactivated=false"));
  const std::vector<Refused> rows = {
      {"filter=", {"filter empty"}},
      {"filter=kind", {"filter invalid-parameter"}},
      {"filter=size=5", {"filter invalid-parameter"}},
      {"filter=modified-start=2024-01-01T00:00:00Z", {"filter invalid-parameter"}},
      {"filter=nonsense=1", {"nonsense unknown-parameter"}},
      {"filter=kind[like]=x", {"kind[like] invalid-operator"}},
      {"filter=kind=x", {"kind invalid-enum"}},
      {"filter=kind=Farm&kind=Farm", {"kind repeated-parameter"}},
      {"filter=filter=x", {"filter invalid-parameter"}},
  };
  for (const Refused& row : rows) EXPECT_EQ(summary_of(read(row.query)), row.errors) << row.query;
}

TEST_F(ListQueryTest, ASearchTakesConditionsByFieldAndOperator) {
  const auto command = search(
      R"({"filter":{"last-name":{"starts-with":"Har"},"kind":{"in":["Person","Farm"]},"joined":)"
      R"({"start":"2024-01-01","end":"2024-12-31"},"city":{"eq":"Leeds"}},"size":5})");
  ASSERT_TRUE(command) << testing::PrintToString(summary_of(command));
  EXPECT_THAT(where(*command),
              ElementsAre(R"(last-name[starts-with]="Har")", R"(kind[in]="Person","Farm")",
                          R"(joined[gte]="2024-01-01")", R"(joined[lte]="2024-12-31")",
                          R"(town="Leeds")", "deactivated=false"));
  EXPECT_TRUE(search(R"({"filter":{}})"));
  EXPECT_TRUE(search(R"({"filter":{"kind":{}},"kind":"Farm"})"));
  const std::vector<Refused> rows = {
      {R"({"filter":[]})", {"/filter invalid-type"}},
      {R"({"filter":null})", {"/filter invalid-type"}},
      {R"({"filter":{"kind":"Farm"}})", {"/filter/kind invalid-type"}},
      {R"({"filter":{"kind":{"eq":5}}})", {"/filter/kind/eq invalid-type"}},
      {R"({"filter":{"kind":{"eq":"x"}}})", {"/filter/kind/eq invalid-enum"}},
      {R"({"filter":{"kind":{"in":["Farm",1]}}})", {"/filter/kind/in/1 invalid-type"}},
      {R"({"filter":{"kind":{"like":"x"}}})", {"/filter/kind/like invalid-operator"}},
      {R"({"filter":{"modified":{"start":"2024-01-01T00:00:00Z"}}})",
       {"/filter/modified/start invalid-operator"}},
      {R"({"filter":{"nonsense":{"eq":"x"}}})", {"/filter/nonsense/eq unknown-parameter"}},
      {R"({"filter":{"kind":{"eq":"Farm"}},"kind":"Farm"})",
       {"/filter/kind/eq repeated-parameter"}},
  };
  for (const Refused& row : rows) EXPECT_EQ(summary_of(search(row.query)), row.errors) << row.query;
}

TEST_F(ListQueryTest, RefusesWhatItDoesNotTake) {
  const std::vector<Refused> rows = {
      {"page=0", {"page out-of-range"}},
      {"page=-1", {"page out-of-range"}},
      {"page=1000000001", {"page out-of-range"}},
      {"page=x", {"page invalid-parameter"}},
      {"page=1.5", {"page invalid-parameter"}},
      {"page=%201", {"page invalid-parameter"}},
      {"page=%2B1", {"page invalid-parameter"}},
      {"page=", {"page empty"}},
      {"size=0", {"size out-of-range"}},
      {"size=1001", {"size out-of-range"}},
      {"size=99999999999999999999", {"size out-of-range"}},
      {"total=all", {"total invalid-parameter"}},
      {"q=", {"q empty"}},
      {"q=--", {"q empty"}},
      {"q=" + std::string(201, 'a'), {"q too-long"}},
      {"include-deactivated=yes", {"include-deactivated invalid-parameter"}},
      {"include=dogs", {"include invalid-parameter"}},
      {"include=phones,", {"include empty"}},
      {"fields=owner-uuid,twon,zzzzzzzz", {"fields unknown-field", "fields unknown-field"}},
      {"fields=saved-town", {"fields unknown-field"}},
      {"fields=legacy-id", {"fields unknown-field"}},
      {"saved-town=Leeds", {"saved-town unknown-parameter"}},
      {"Page=1", {"Page unknown-parameter"}},
      {"last-name[contains]=x", {"last-name[contains] invalid-operator"}},
      {"last-name[]=x", {"last-name[] invalid-operator"}},
      {"zzz[in]=x", {"zzz[in] unknown-parameter"}},
      {"last-name=", {"last-name empty"}},
      {"last-name", {"last-name empty"}},
      {"last-name=a&last-name=b", {"last-name repeated-parameter"}},
      {"page=1&page=1&page=1", {"page repeated-parameter"}},
      {"kind=farm", {"kind invalid-enum"}},
      {"kind[in]=Person,,Farm", {"kind[in] empty"}},
      {"kind[in]=Person&kind[in]=farm", {"kind[in] invalid-enum"}},
      {"kind[in]=Person,farm", {"kind[in] invalid-enum"}},
      {"kind[in]=" + repeated("Farm", 101), {"kind[in] too-many-items"}},
      {"kind[in]=" + repeated("Farm", 50) + "&kind[in]=" + repeated("Farm", 51),
       {"kind[in] too-many-items"}},
      {"herd-size=0", {"herd-size out-of-range"}},
      {"herd-size=many", {"herd-size invalid-type"}},
      {"newsletter=1", {"newsletter invalid-type"}},
      {"first-name[is-null]=1", {"first-name[is-null] invalid-parameter"}},
      {"home-region-uuid=leeds", {"home-region-uuid invalid-uuid"}},
      {"modified-start=2024-01-01", {"modified-start invalid-format"}},
      {"last-name=%zz", {"last-name invalid-parameter"}},
      {"last-name=%00", {"last-name invalid-parameter"}},
      {"last-name=a%0Ab%01", {"last-name invalid-characters"}},
  };
  for (const Refused& row : rows) EXPECT_EQ(summary_of(read(row.query)), row.errors) << row.query;
}

TEST_F(ListQueryTest, TakesWhatIsJustInItsBounds) {
  for (const std::string& query :
       {std::string("size=1"), std::string("size=1000"), "q=" + std::string(200, 'a'),
        "kind[in]=" + repeated("Farm", 100),
        "kind[in]=" + repeated("Farm", 50) + "&kind[in]=" + repeated("Farm", 50)}) {
    EXPECT_THAT(summary_of(read(query)), IsEmpty()) << query;
  }
}

TEST_F(ListQueryTest, TellsBoundsAndNearNames) {
  const std::vector<Filter> rows = {
      {"size=1001", "Expected a whole number from 1 to 1000."},
      {"lastname=x", "No such parameter here; did you mean `last-name`?"},
      {"siez=5", "No such parameter here; did you mean `size`?"},
      {"zzzzzzzz=5", "No such parameter here."},
      {"fields=twon", "It names a field that does not exist here; did you mean `town`?"},
      {"kind=farm", "Expected one of Person, Farm."},
      {"include=dogs", "Expected one or more of phones, home-region."},
  };
  for (const Filter& row : rows) {
    const auto command = read(row.query);
    ASSERT_FALSE(command) << row.query;
    EXPECT_EQ(command.error().detail, row.condition);
    EXPECT_EQ(command.error().errors.front().place, FieldError::Place::parameter);
  }
}

TEST_F(ListQueryTest, TellsAllErrorsAtOnce) {
  const auto command = read("size=0&foo=1&kind=x&page=1&page=2");
  EXPECT_THAT(summary_of(command),
              testing::UnorderedElementsAre("foo unknown-parameter", "page repeated-parameter",
                                            "size out-of-range", "kind invalid-enum"));
  EXPECT_EQ(command.error().code, errors::invalid_request);
}

TEST_F(ListQueryTest, Sorts) {
  struct Sorted {
    const char* query;
    Texts order;
  };
  const std::vector<Sorted> rows = {
      {"sort=last-name", {"last-name,asc"}},
      {"sort=last-name,desc", {"last-name,desc"}},
      {"sort=joined,desc&sort=code,asc", {"joined,desc", "code,asc"}},
      {"sort=modified&sort=created-date,desc", {"modified,asc", "created-date,desc"}},
      {"sort=modified,created-date,DESC,code,asc",
       {"modified,asc", "created-date,desc", "code,asc"}},
  };
  for (const Sorted& row : rows) {
    const auto command = read(row.query);
    ASSERT_TRUE(command) << row.query;
    EXPECT_EQ(order(*command), row.order);
    EXPECT_FALSE(command->filtered);
  }
  for (const char* query :
       {"sort=notes", "sort=zzz", "sort=last-name,down", "sort=asc", "sort=last-name,DESCENDING",
        "sort=last-name,asc,desc", "sort=code,code", "sort=code&sort=code,desc", "sort=saved-town",
        "sort=code&sort=last-name&sort=joined&sort=modified&sort=created-date&sort=contacted"})
    EXPECT_THAT(summary_of(read(query)), ElementsAre("sort invalid-parameter")) << query;
  for (const char* query : {"sort=", "sort=last-name,", "sort=,last-name", "sort=code&sort="})
    EXPECT_THAT(summary_of(read(query)), ElementsAre("sort empty")) << query;
}

TEST_F(ListQueryTest, SearchesWordsByTheirKey) {
  const auto command = read("q=H%C3%81R%20greaves");
  ASSERT_TRUE(command);
  EXPECT_THAT(command->query.words, ElementsAre("har", "greaves"));
  EXPECT_TRUE(command->query.personal_words);
  EXPECT_TRUE(command->filtered);
}

TEST_F(ListQueryTest, HidesWhatIsDeactivatedDeletedOrOmittedByDefault) {
  const std::string since = "modified-start=2024-01-01T00:00:00Z";
  const std::string modified = R"(modified[gte]="2024-01-01T00:00:00.000Z")";
  const std::string kept = "deleted-date[is-null]=true";
  const std::string booked = R"(state[ne]="Cancelled")";
  struct Hidden {
    const char* resource;
    std::string query;
    Texts where;
  };
  const std::vector<Hidden> rows = {
      {"owners", "", {"deactivated=false"}},
      {"owners", "include-deactivated=false", {"deactivated=false"}},
      {"owners", "include-deactivated=true", {}},
      {"owners", "deactivated=true", {"deactivated=true"}},
      {"owners", since, {modified, "deactivated=false"}},
      {"owners",
       "modified-end=2024-01-01T00:00:00Z",
       {R"(modified[lt]="2024-01-01T00:00:00.000Z")", "deactivated=false"}},
      {"owners", since + "&include-deactivated=false", {modified, "deactivated=false"}},
      {"owners", "include-deactivated=TRUE&" + since, {modified}},
      {"visits", "", {kept, booked}},
      {"visits", "deleted=ExcludeDeleted", {kept, booked}},
      {"visits", "deleted=IncludeDeleted", {booked}},
      {"visits", "include-cancelled=true", {kept}},
      {"visits", "include-cancelled=False", {kept, booked}},
      {"visits", "include-cancelled=true&deleted=IncludeDeleted", {}},
      {"visits", "deleted=DeletedOnly", {"deleted-date[is-null]=false"}},
      {"visits", "state=Cancelled", {R"(state="Cancelled")", kept}},
      {"visits", "state[in]=Booked,Cancelled", {R"(state[in]="Booked","Cancelled")", kept}},
      {"visits", "state[ne]=Booked", {R"(state[ne]="Booked")", kept, booked}},
      {"visits", since, {modified, kept, booked}},
      {"colours", "", {}},
      {"colours", "hidden=false", {"hidden=false"}},
      {"regions", "", {}},
  };
  for (const Hidden& row : rows) {
    const auto command = read(row.query, row.resource);
    ASSERT_TRUE(command) << row.resource << " " << row.query;
    EXPECT_EQ(where(*command), row.where) << row.resource << " " << row.query;
  }
  EXPECT_THAT(summary_of(read("deleted=true", "visits")), ElementsAre("deleted invalid-enum"));
  EXPECT_THAT(summary_of(read("deleted=IncludeDeleted")), ElementsAre("deleted unknown-parameter"));
}

TEST_F(ListQueryTest, ALibraryIsWholeWithoutPageAndSize) {
  EXPECT_TRUE(read("", "colours")->whole);
  EXPECT_EQ(read("", "colours")->query.limit, 2001);
  EXPECT_TRUE(read("name=Red", "colours")->whole);
  EXPECT_FALSE(read("page=1", "colours")->whole);
  EXPECT_FALSE(read("size=20", "colours")->whole);
  EXPECT_FALSE(read("")->whole);
}

TEST_F(ListQueryTest, ShowsChosenFieldsAndIncludes) {
  const auto command = read("fields=town,last-name&include=phones,home-region,phones");
  ASSERT_TRUE(command);
  EXPECT_TRUE(command->shape.chosen_fields);
  Texts columns;
  for (const auto& column : command->shape.view->columns) columns.push_back(column.field->name);
  EXPECT_THAT(columns, ElementsAre("owner-uuid", "last-name", "town"));
  Texts names;
  for (const Include& include : command->shape.includes) names.push_back(include.name);
  EXPECT_THAT(names, ElementsAre("phones", "home-region"));
}

TEST_F(ListQueryTest, PersonalFieldsNeedTheRightToThem) {
  const std::vector<Refused> rows = {
      {"last-name=x", {"last-name insufficient-scope"}},
      {"first-name[is-null]=true", {"first-name[is-null] insufficient-scope"}},
      {"sort=last-name", {"sort insufficient-scope"}},
      {"fields=town,notes", {"fields insufficient-scope"}},
      {"last-name=x&size=0", {"size out-of-range"}},  // 400 comes first
      {"town=x&sort=joined&fields=town&q=C1", {}},
  };
  for (const Refused& row : rows) {
    const auto command = read(row.query, "owners", "pet:read");
    EXPECT_EQ(summary_of(command), row.errors) << row.query;
  }
  EXPECT_FALSE(read("q=C1", "owners", "pet:read")->query.personal_words);
  EXPECT_FALSE(read("", "owners", "pet:read")->shape.view->pii);
  EXPECT_EQ(info(read("last-name=x", "owners", "pet:read").error().code).status, 403);
  // All that q could look into is personal.
  EXPECT_THAT(summary_of(read("q=0113", "phones", "pet:read")),
              ElementsAre("q insufficient-scope"));
  EXPECT_THAT(summary_of(read("q=0113", "phones")), IsEmpty());
}

TEST_F(ListQueryTest, AnIncludeNeedsTheRightToReadIt) {
  const char* narrow = "pet.owners:read pet.phones:read";
  EXPECT_THAT(summary_of(read("include=phones", "owners", narrow)), IsEmpty());
  EXPECT_THAT(summary_of(read("include=home-region", "owners", narrow)),
              ElementsAre("include insufficient-scope"));
}

}  // namespace
}  // namespace vip::test
