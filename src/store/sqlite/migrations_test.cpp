// What an earlier release has stored, opened by one that declares it differently.

#include "store/sqlite/migrations.h"

#include <fmt/format.h>

#include "schema/value_json.h"
#include "store/sqlite/meta.h"
#include "store/sqlite/tenant_check.h"
#include "store/sqlite/tenant_identity.h"
#include "store/test_store.h"

namespace vip::test {
namespace {

using namespace std::string_literals;
using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::HasSubstr;
using Texts = std::vector<std::string>;

constexpr const char* kDomain =
    "domain: pets\ntitle: Pets\ndescription: D\nversion: 1.0.0\nscope: pet\nowner: O\nsupport: S\n";

DeclarationFile resource(const std::string& name, const std::string& rest) {
  return {"pets/resources/" + name + "s.yaml",
          fmt::format("resource: {0}s\ntitle: T\ndescription: D\nid: {0}-uuid\n"
                      "operations: [list, read, create, patch, delete]\ndelete: hard\n{1}",
                      name, rest)};
}

DeclarationFile migration(int number, const std::string& steps) {
  return {fmt::format("pets/migrations/{:04}-change.yaml", number),
          "description: D\nsteps:\n" + steps};
}

constexpr const char* kName = "  name: {type: string, required: true, search: true, sort: true}\n";

// Owners with a name and these fields.
DeclarationFile owners_file(const std::string& fields, const std::string& rest = "") {
  return resource("owner", "fields:\n"s + kName + fields + rest);
}

class Migrations : public StoreTest {
 protected:
  // Closes the store and opens its file as the release that declares this does.
  void release(std::vector<DeclarationFile> files) {
    store_.reset();
    files.push_back({"pets/domain.yaml", kDomain});
    auto catalogue = read_catalogue(files);
    if (!catalogue)
      for (const DeclarationError& error : catalogue.error())
        ADD_FAILURE() << error.file << ":" << error.line << ": " << error.message;
    else
      catalogue_ = std::move(*catalogue);
    open(options_);
  }

  const Resource& res(const std::string& name) const { return catalogue_.resource("pets/" + name); }

  // Values of a field of all records, as JSON.
  Texts values(const std::string& field_name, const std::string& resource = "owners") {
    Query query;
    query.resource = &res(resource);
    query.limit = kEverything;
    query.business = origin_.business;
    Texts all;
    const Field& field = res(resource).field(field_name);
    for (const Record& record : records(query)) all.push_back(json_of(field, record.at(field)));
    return all;
  }

  Texts searched(const std::string& word) {
    Query query;
    query.words = {word};
    return names(query);
  }

  std::string error_at_opening() {
    try {
      values("name");
    } catch (const std::exception& error) {
      return error.what();
    }
    return "none";
  }

  std::string file() const { return folder_.path() + "/tenants/" + to_string(tenant_) + ".db"; }

  std::string note(const std::string& name) {
    store_.reset();
    sqlite::Database database{file(), sqlite::Access::read};
    return sqlite::meta(database, name);
  }

  // Counts, keys, terms and copies are those of the rows, and the schema is the declared one.
  void expect_intact() {
    store_.reset();
    const StorePlan plan{catalogue_};
    const std::string copy = folder_.path() + "/" + to_string(make_uuid_v4()) + ".db";
    std::filesystem::copy_file(file(), copy);
    sqlite::Database database{copy, sqlite::Access::write, false};
    const auto check = sqlite::check_tenant(database, plan, sqlite::expected_schema(plan));
    for (const auto& fault : check.faults) ADD_FAILURE() << fault.what;
  }
};

struct Change {
  std::string what;
  std::string before, after;  // fields of owners
  std::string field;          // in `before`
  std::vector<Value> values;  // of three owners
  std::string steps;
  std::string shown;  // in `after`
  Texts expected;
};

std::vector<Change> changes() {
  const Uuid id = parse_uuid("0198c0de-0000-7000-8000-00000000000a").value();
  return {
      {"a renamed field",
       "  nick: {type: string, sort: true, search: true}\n",
       "  short-name: {type: string, sort: true, search: true}\n",
       "nick",
       {"Bo"s, "Os"s, Value{}},
       "  - rename-field: {resource: owners, from: nick, to: short-name}\n",
       "short-name",
       {"\"Bo\"", "\"Os\"", "null"}},
      {"a renamed unique number",
       "  code: {type: string, unique: true, sort-numeric: true}\n",
       "  number: {type: string, unique: true, sort-numeric: true}\n",
       "code",
       {"9"s, "10"s, Value{}},
       "  - rename-field: {resource: owners, from: code, to: number}\n",
       "number",
       {"\"9\"", "\"10\"", "null"}},
      {"a dropped indexed field",
       "  code: {type: string, unique: true, sort: true}\n",
       "",
       "code",
       {"9"s, "10"s, "11"s},
       "  - drop-field: {resource: owners, field: code}\n",
       "name",
       {"\"A\"", "\"B\"", "\"C\""}},
      {"an integer as text",
       "  legs: {type: integer, sort: true}\n",
       "  legs: {type: string, sort: true}\n",
       "legs",
       {std::int64_t{4}, std::int64_t{-2}, Value{}},
       "  - convert-field: {resource: owners, field: legs, from: integer}\n",
       "legs",
       {"\"4\"", "\"-2\"", "null"}},
      {"a reference as a list",
       "  region-uuid: {references: regions}\n",
       "  region-uuids: {type: uuid-list, references: regions}\n",
       "region-uuid",
       {Value{id}, Value{}, Value{id}},
       "  - rename-field: {resource: owners, from: region-uuid, to: region-uuids}\n"
       "  - convert-field: {resource: owners, field: region-uuids, from: uuid}\n",
       "region-uuids",
       {"[\"0198c0de-0000-7000-8000-00000000000a\"]", "null",
        "[\"0198c0de-0000-7000-8000-00000000000a\"]"}},
      {"a boolean as an enumeration",
       "  active: {type: boolean}\n",
       "  state: {enum: [On, Off], required: true}\n",
       "active",
       {std::int64_t{1}, std::int64_t{0}, Value{}},
       "  - rename-field: {resource: owners, from: active, to: state}\n"
       "  - convert-field: {resource: owners, field: state, from: boolean}\n"
       "  - replace-value: {resource: owners, field: state, from: 'true', to: On}\n"
       "  - replace-value: {resource: owners, field: state, from: 'false', to: Off}\n"
       "  - fill-field: {resource: owners, field: state, value: Off}\n",
       "state",
       {"\"On\"", "\"Off\"", "\"Off\""}},
      {"more decimals",
       "  debt: {type: decimal, scale: 2}\n",
       "  debt: {type: decimal, scale: 4}\n",
       "debt",
       {std::int64_t{150}, std::int64_t{-1}, Value{}},
       "  - convert-field: {resource: owners, field: debt, from: decimal, scale: 2}\n",
       "debt",
       {"1.5", "-0.01", "null"}},
      {"a new required field",
       "",
       "  build: {enum: [Small, Large], required: true}\n",
       "name",
       {"A"s, "B"s, "C"s},
       "  - fill-field: {resource: owners, field: build, value: Small}\n",
       "build",
       {"\"Small\"", "\"Small\"", "\"Small\""}},
      {"a field that is required now",
       "  build: {enum: [Small, Large]}\n",
       "  build: {enum: [Small, Large], required: true}\n",
       "build",
       {"Large"s, Value{}, "Small"s},
       "  - fill-field: {resource: owners, field: build, value: Small}\n",
       "build",
       {"\"Large\"", "\"Small\"", "\"Small\""}},
      {"a renamed enum value",
       "  build: {enum: [Wee, Large], sort: true}\n",
       "  build: {enum: [Small, Large], sort: true}\n",
       "build",
       {"Wee"s, "Large"s, Value{}},
       "  - replace-value: {resource: owners, field: build, from: Wee, to: Small}\n",
       "build",
       {"\"Small\"", "\"Large\"", "null"}},
      {"a field that is unique now",
       "  code: {type: string}\n",
       "  code: {type: string, unique: true}\n",
       "code",
       {"7"s, "7"s, Value{}},
       "  - clear-duplicates: {resource: owners, field: code}\n",
       "code",
       {"\"7\"", "null", "null"}},
  };
}

TEST_P(Migrations, ChangeWhatIsStored) {
  const DeclarationFile regions =
      resource("region", "fields:\n  name: {type: string, required: true}\n");
  for (const Change& change : changes()) {
    SCOPED_TRACE(change.what);
    tenant_ = make_uuid_v4();
    release({owners_file(change.before), regions});
    for (std::size_t i = 0; i < change.values.size(); ++i) {
      Fields fields{{"name", std::string(1, static_cast<char>('A' + i))}};
      fields.emplace_back(change.field, change.values[i]);
      add(res("owners"), fields);
    }
    // Refused without the migration, unless nothing shows that one is missing.
    release({owners_file(change.after), regions, migration(1, change.steps)});
    ASSERT_EQ(error_at_opening(), "none");
    EXPECT_THAT(values(change.shown), ElementsAreArray(change.expected));
    const Record made = add(res("owners"), {{"name", "D"s}});
    erase(made);
    EXPECT_EQ(note("migration:pets"), "1");
    // No reference leads anywhere here: the table is of fields.
    if (change.field != "region-uuid") expect_intact();
  }
}

// Whoever keeps a copy of the records asks for what was modified, and compares versions.
TEST_P(Migrations, ThatChangeValuesAreWrites) {
  release({owners_file("  build: {enum: [Wee, Large]}\n")});
  add(res("owners"), {{"name", "A"s}, {"build", "Wee"s}});
  add(res("owners"), {{"name", "B"s}, {"build", "Large"s}});
  const Texts before = values("modified");
  store_.reset();
  std::this_thread::sleep_for(std::chrono::milliseconds{2});
  release({owners_file("  build: {enum: [Small, Large]}\n  more: {type: integer}\n"),
           migration(1,
                     "  - replace-value: {resource: owners, field: build, from: Wee, to: Small}\n"
                     "  - fill-field: {resource: owners, field: more, value: 1}\n")});
  const Texts after = values("modified");
  EXPECT_NE(after[0], before[0]);
  EXPECT_EQ(after[1], before[1]) << "a field that is new is an addition";
  store_.reset();
  sqlite::Database database{file(), sqlite::Access::read};
  sqlite::Statement rows = database.prepare(
      "SELECT c.operation||' '||c.version||' '||o.version||' '||coalesce(c.fields,'')||' '||"
      "c.correlation_id,"
      "c.at=o.modified FROM changes c JOIN pets_owners o ON o.id=c.record ORDER BY c.seq DESC");
  ASSERT_TRUE(rows.step());
  EXPECT_EQ(rows.bytes(0), "update 2 2 [\"build\"] migration 0001-change");
  EXPECT_EQ(rows.integer(1), 1);
  ASSERT_TRUE(rows.step());
  EXPECT_EQ(rows.bytes(0).substr(0, 10), "create 1 1");
}

TEST_P(Migrations, AreAppliedInOrderAndOnce) {
  release({owners_file("  one: {type: string}\n")});
  add(res("owners"), {{"name", "A"s}, {"one", "x"s}});
  const auto first = migration(1, "  - rename-field: {resource: owners, from: one, to: two}\n");
  const auto second =
      migration(2,
                "  - replace-value: {resource: owners, field: two, from: x, to: y}\n"
                "  - rename-field: {resource: owners, from: two, to: three}\n");
  const auto third =
      migration(3,
                "  - replace-value: {resource: owners, field: three, from: y, to: x}\n"
                "  - fill-field: {resource: owners, field: three, value: filled}\n");
  // From the first release to the last at once.
  const std::vector<DeclarationFile> last{owners_file("  three: {type: string}\n"), first, second,
                                          third};
  release(last);
  EXPECT_THAT(values("three"), ElementsAre("\"x\""));
  // Applied once: what is written later is left alone.
  add(res("owners"), {{"name", "B"s}, {"three", "y"s}});
  add(res("owners"), {{"name", "C"s}});
  auto with_more = last;
  with_more[0] = owners_file("  three: {type: string}\n  more: {type: string}\n");
  release(with_more);
  EXPECT_THAT(values("three"), ElementsAre("\"x\"", "\"y\"", "null"));
  expect_intact();
}

TEST_P(Migrations, OfAReleaseBetweenAreNotAppliedAgain) {
  release({owners_file("  one: {type: string}\n")});
  add(res("owners"), {{"name", "A"s}, {"one", "x"s}});
  const auto first = migration(1, "  - rename-field: {resource: owners, from: one, to: two}\n");
  release({owners_file("  two: {type: string}\n"), first});
  EXPECT_THAT(values("two"), ElementsAre("\"x\""));
  release({owners_file("  three: {type: string}\n"), first,
           migration(2, "  - rename-field: {resource: owners, from: two, to: three}\n")});
  EXPECT_THAT(values("three"), ElementsAre("\"x\""));
}

TEST_P(Migrations, OfANewFileAreBehindIt) {
  release({owners_file("  two: {type: string}\n"),
           migration(1, "  - fill-field: {resource: owners, field: two, value: filled}\n")});
  add(res("owners"), {{"name", "A"s}});
  EXPECT_EQ(note("migration:pets"), "1");
  reopen();
  EXPECT_THAT(values("two"), ElementsAre("null"));
}

TEST_P(Migrations, OfWhatWasNeverStoredChangeNothing) {
  release({owners_file("")});
  add(res("owners"), {{"name", "A"s}});
  release({owners_file("  three: {type: string, default: x}\n"),
           migration(1,
                     "  - rename-field: {resource: owners, from: one, to: two}\n"
                     "  - drop-field: {resource: owners, field: four}\n"
                     "  - drop-resource: {resource: cats}\n"),
           migration(2, "  - rename-field: {resource: owners, from: two, to: three}\n")});
  EXPECT_THAT(values("three"), ElementsAre("\"x\""));
  expect_intact();
}

TEST_P(Migrations, MakeDerivedDataAnew) {
  const std::string copy = "  region-uuid: {references: regions}\n";
  const auto region = [](const std::string& name) {
    return resource("region", "fields:\n  " + name +
                                  ": {type: string, required: true, search: true, sort: true}\n");
  };
  release({owners_file(copy + "  region-name: {denormalized-from: region-uuid.name, search: true}\n"
                              "  town: {type: string, search: true, sort: true}\n"),
           region("name")});
  const Record fen = add(res("regions"), {{"name", "Fens"s}});
  add(res("owners"), {{"name", "A"s}, {"region-uuid", fen.id()}, {"town", "Ely"s}});
  EXPECT_THAT(searched("fens"), ElementsAre("A"));
  release(
      {owners_file(copy + "  region-label: {denormalized-from: region-uuid.label, search: true}\n"
                          "  city: {type: string, search: true, sort: true}\n"),
       region("label"),
       migration(1,
                 "  - rename-field: {resource: regions, from: name, to: label}\n"
                 "  - rename-field: {resource: owners, from: region-name, to: region-label}\n"
                 "  - rename-field: {resource: owners, from: town, to: city}\n"
                 "  - replace-value: {resource: owners, field: city, from: Ely, to: Éire}\n"
                 "  - replace-value: {resource: regions, field: label, from: Fens, to: Wash}\n")});
  EXPECT_THAT(values("region-label"), ElementsAre("\"Wash\""));
  EXPECT_THAT(searched("wash"), ElementsAre("A"));
  EXPECT_THAT(searched("fens"), ElementsAre());
  EXPECT_THAT(searched("ely"), ElementsAre());
  Query query;
  query.where = {{&res("owners").field("city"), FilterOp::eq, {"eire"s}}};
  EXPECT_THAT(names(query), ElementsAre("A")) << "by its key";
  expect_intact();
}

TEST_P(Migrations, OfAResourceKeepAllThatIsItsOwn) {
  const auto cats = [](const std::string& name) {
    return resource(name,
                    "fields:\n  name: {type: string, search: true, sort: true}\n"
                    "  number: {type: string, sequence: true, sort-numeric: true}\n");
  };
  release({owners_file(""), cats("cat")});
  const Record tom =
      add(res("cats"), {{"name", "Tom"s}, {"number", "1"s}, {"external-id", "T-1"s}});
  erase(add(res("cats"), {{"name", "Gone"s}, {"number", "2"s}}));
  release({owners_file(""), cats("feline"),
           migration(1, "  - rename-resource: {from: cats, to: felines}\n")});
  EXPECT_THAT(values("name", "felines"), ElementsAre("\"Tom\""));
  EXPECT_THAT(values("external-id", "felines"), ElementsAre("\"T-1\""));
  EXPECT_EQ(ask<std::int64_t>([&](ReadSession& session) {
              return session.collection_count(res("felines"), true);
            }),
            1);
  EXPECT_EQ(add(res("felines"), {{"name", "New"s}, {"number", "3"s}}).sequence, tom.sequence + 2)
      << "the order of creation goes on";
  Query removed;
  removed.resource = res("felines").deleted_records.get();
  EXPECT_EQ(records(removed).size(), 1U) << "the list of removals";
  expect_intact();
}

TEST_P(Migrations, OfADroppedResourceEraseIt) {
  const auto cat = resource("cat", "fields:\n  name: {type: string, search: true}\n");
  release({owners_file(""), cat});
  add(res("cats"), {{"name", "Tom"s}, {"external-id", "T-1"s}});
  release({owners_file("")});
  EXPECT_THAT(error_at_opening(),
              HasSubstr("pets/cats has 1 records and is no longer declared: a migration is needed, "
                        "with the step rename-resource or drop-resource, in "
                        "domains/pets/migrations/0001-<what-it-does>.yaml"));
  release({owners_file(""), migration(1, "  - drop-resource: {resource: cats}\n")});
  EXPECT_THAT(values("name"), ElementsAre());
  release({owners_file(""), cat, migration(1, "  - drop-resource: {resource: dogs}\n")});
  EXPECT_THAT(values("external-id", "cats"), ElementsAre()) << "declared again: a new one";
  expect_intact();
}

TEST_P(Migrations, ThatFailChangeNothing) {
  const auto before = owners_file("  one: {type: string}\n  legs: {type: integer}\n");
  release({before});
  add(res("owners"), {{"name", "A"s}, {"one", "x"s}, {"legs", std::int64_t{4}}});
  add(res("owners"),
      {{"name", "B"s}, {"one", "y"s}, {"legs", std::int64_t{900'000'000'000'000'000}}});
  const auto first = migration(1, "  - rename-field: {resource: owners, from: one, to: two}\n");
  const auto second =
      migration(2, "  - convert-field: {resource: owners, field: legs, from: integer}\n");
  release(
      {owners_file("  two: {type: string}\n  legs: {type: decimal, scale: 2}\n"), first, second});
  EXPECT_THAT(error_at_opening(), HasSubstr("domains/pets/migrations/0002-change.yaml: a value of "
                                            "pets_owners.legs becomes too large"));
  EXPECT_THROW(values("name"), TenantDataUnavailable);
  EXPECT_EQ(note("migration:pets"), "");
  release({before});
  EXPECT_THAT(values("one"), ElementsAre("\"x\"", "\"y\""));
  expect_intact();
}

TEST_P(Migrations, FitWhatIsStored) {
  release({owners_file("  debt: {type: decimal, scale: 3}\n")});
  add(res("owners"), {{"name", "A"s}, {"debt", std::int64_t{1500}}});
  const auto after = owners_file("  owed: {type: decimal, scale: 4}\n");
  const auto steps = [](int scale) {
    return fmt::format(
        "  - rename-field: {{resource: owners, from: debt, to: owed}}\n"
        "  - convert-field: {{resource: owners, field: owed, from: decimal, scale: {}}}\n",
        scale);
  };
  release({after, migration(1, steps(2))});
  EXPECT_THAT(error_at_opening(),
              HasSubstr("pets_owners.owed is stored as decimal3, not as decimal2"));
  release({after, migration(1, steps(3))});
  EXPECT_THAT(values("owed"), ElementsAre("1.5"));
}

TEST_P(Migrations, ThatAreMissingAreAskedFor) {
  const struct {
    std::string before, after, step;
  } cases[] = {
      {"  legs: {type: integer}\n", "", "rename-field or drop-field"},
      {"  legs: {type: integer}\n", "  legs: {type: string}\n", "convert-field"},
      {"", "  legs: {type: integer, required: true}\n", "fill-field"},
      // Stored alike, and meant otherwise.
      {"  debt: {type: integer}\n", "  debt: {type: decimal, scale: 2}\n", "convert-field"},
      {"  debt: {type: decimal, scale: 2}\n", "  debt: {type: decimal, scale: 4}\n",
       "convert-field"},
      {"  seen: {type: date}\n", "  seen: {type: date-time}\n", "convert-field"},
      {"  code: {type: string}\n", "  code: {type: string, unique: true}\n", "clear-duplicates"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.step);
    tenant_ = make_uuid_v4();
    release({owners_file(c.before)});
    for (const char* name : {"A", "B"}) {
      Fields fields{{"name", std::string{name}}};
      if (res("owners").find("code") != nullptr) fields.emplace_back("code", "7"s);
      add(res("owners"), fields);
    }
    release({owners_file(c.after), migration(1, "  - drop-resource: {resource: cats}\n")});
    EXPECT_THAT(error_at_opening(),
                HasSubstr("a migration is needed, with the step " + c.step +
                          ", in domains/pets/migrations/0002-<what-it-does>.yaml"));
  }
}

TEST_P(Migrations, OfANewerReleaseAreRefused) {
  const auto fields = owners_file("  two: {type: string}\n");
  const auto first = migration(1, "  - drop-resource: {resource: cats}\n");
  release({fields, first, migration(2, "  - drop-resource: {resource: dogs}\n")});
  add(res("owners"), {{"name", "A"s}});
  release({fields, first});
  EXPECT_THAT(error_at_opening(), HasSubstr("with migration 2 of pets"));
  EXPECT_THAT(error_at_opening(), HasSubstr("which knows 1"));
  EXPECT_THROW(values("name"), TenantDataUnavailable);
  EXPECT_EQ(note("migration:pets"), "2");
}

INSTANTIATE_TEST_SUITE_P(Sqlite, Migrations, testing::Values(engines().front()),
                         [](const auto& engine) { return engine.param.name; });

}  // namespace
}  // namespace vip::test
