// Results of queries: conditions, search terms, orders, pages. Every engine passes these tests.

#include <algorithm>
#include <random>

#include "core/text.h"
#include "core/text_key.h"
#include "store/keyset.h"
#include "store/test_store.h"

namespace vip::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;
using namespace std::string_literals;

Value text(const char* value) { return std::string{value}; }
Value list(std::initializer_list<Uuid> ids) {
  std::string json = "[";
  for (const Uuid& id : ids) json += (json.size() > 1 ? ",\"" : "\"") + to_string(id) + "\"";
  return json + "]";
}

class Queries : public StoreTest {
 protected:
  void SetUp() override {
    open();
    add_owner({{"name", "Åsa"s}, {"town", "Örebro"s}, {"rank", number(3)}, {"build", "Small"s}});
    add_owner({{"name", "Bob"s}, {"town", "Oxford"s}, {"debt", number(1250)}, {"build", "Large"s}});
    add_owner({{"name", "Cy"s}, {"rank", number(1)}, {"joined", number(20000)}});
    add_owner({{"name", "Di"s}, {"town", "oxford"s}, {"gone", number(1)}, {"external-id", "D/1"s}});
  }
};

TEST_P(Queries, Conditions) {
  const Uuid cat = make_uuid_v5("pets/kinds/cat");
  const Uuid dog = make_uuid_v5("pets/kinds/dog");
  add_owner({{"name", "Ed"s}, {"kind-uuids", list({cat, dog})}});
  struct Case {
    const char* field;
    FilterOp op;
    std::vector<Value> values;
    std::vector<std::string> names;
  };
  const std::vector<Case> cases = {
      {"town", FilterOp::eq, {text("OXFORD")}, {"Bob", "Di"}},
      {"town", FilterOp::eq, {text("Orebro")}, {"Åsa"}},
      {"town", FilterOp::ne, {text("oxford")}, {"Åsa", "Cy", "Ed"}},
      {"town", FilterOp::in, {text("oxford"), text("orebro"), text("x")}, {"Åsa", "Bob", "Di"}},
      {"town", FilterOp::starts_with, {text("ö")}, {"Åsa", "Bob", "Di"}},
      {"town", FilterOp::starts_with, {text("ox")}, {"Bob", "Di"}},
      {"town", FilterOp::contains, {text("FOR")}, {"Bob", "Di"}},
      {"town", FilterOp::contains, {text("%")}, {}},
      {"town", FilterOp::is_null, {number(1)}, {"Cy", "Ed"}},
      {"town", FilterOp::is_null, {number(0)}, {"Åsa", "Bob", "Di"}},
      {"build", FilterOp::eq, {text("Small")}, {"Åsa"}},
      {"build", FilterOp::eq, {text("small")}, {}},
      {"build", FilterOp::ne, {text("Small")}, {"Bob", "Cy", "Di", "Ed"}},
      {"rank", FilterOp::gt, {number(1)}, {"Åsa"}},
      {"rank", FilterOp::gte, {number(1)}, {"Åsa", "Cy"}},
      {"rank", FilterOp::lt, {number(3)}, {"Cy"}},
      {"rank", FilterOp::lte, {number(3)}, {"Åsa", "Cy"}},
      {"rank", FilterOp::in, {number(3), number(1)}, {"Åsa", "Cy"}},
      {"debt", FilterOp::eq, {number(1250)}, {"Bob"}},
      {"joined", FilterOp::eq, {number(20000)}, {"Cy"}},
      {"gone", FilterOp::eq, {number(0)}, {"Åsa", "Bob", "Cy", "Ed"}},
      {"kind-uuids", FilterOp::eq, {cat}, {"Ed"}},
      {"kind-uuids", FilterOp::in, {dog, make_uuid_v4()}, {"Ed"}},
      {"kind-uuids", FilterOp::eq, {make_uuid_v4()}, {}},
      {"external-id", FilterOp::eq, {text("D/1")}, {"Di"}},
      {"external-id", FilterOp::eq, {text("d/1")}, {}},
      {"external-id", FilterOp::in, {text("x"), text("D/1")}, {"Di"}},
      {"external-id", FilterOp::ne, {text("D/1")}, {"Åsa", "Bob", "Cy", "Ed"}},
      {"external-id", FilterOp::starts_with, {text("D/")}, {"Di"}},
      {"external-id", FilterOp::is_null, {number(0)}, {"Di"}},
      {"external-id", FilterOp::is_null, {number(1)}, {"Åsa", "Bob", "Cy", "Ed"}},
  };
  for (const Case& c : cases)
    EXPECT_THAT(names_where(c.field, c.op, c.values), testing::ElementsAreArray(c.names))
        << c.field << " operator " << static_cast<int>(c.op);
}

TEST_P(Queries, AllConditionsMustHold) {
  Query query;
  query.where = {{&field("town"), FilterOp::eq, {text("oxford")}},
                 {&field("gone"), FilterOp::eq, {number(0)}}};
  EXPECT_THAT(names(query), ElementsAre("Bob"));
  const Count count = ask<Count>([&](ReadSession& session) {
    query.resource = &owners();
    return session.count(query, 10);
  });
  EXPECT_EQ(count.rows, 1);
  EXPECT_TRUE(count.exact);
}

TEST_P(Queries, CountsUpToABound) {
  Query query;
  query.resource = &owners();
  const auto count = [&](std::int64_t bound) {
    return ask<Count>([&](ReadSession& session) { return session.count(query, bound); });
  };
  EXPECT_EQ(count(4).rows, 4);
  EXPECT_TRUE(count(4).exact);
  EXPECT_EQ(count(3).rows, 3);
  EXPECT_FALSE(count(3).exact);
  EXPECT_EQ(count(std::numeric_limits<std::int64_t>::max()).rows, 4);
}

TEST_P(Queries, ExternalIdsAreVisibleToTheirBusinessOnly) {
  Query query;
  query.resource = &owners();
  query.where = {{&field("name"), FilterOp::eq, {text("Di")}}};
  query.business = make_uuid_v4();
  EXPECT_TRUE(is_null(records(query).at(0).at(field("external-id"))));
  query.business = {};
  EXPECT_TRUE(is_null(records(query).at(0).at(field("external-id"))));
  query.business = origin_.business;
  EXPECT_EQ(records(query).at(0).at(field("external-id")), text("D/1"));
  query.where = {{&field("external-id"), FilterOp::eq, {text("D/1")}}};
  query.business = make_uuid_v4();
  EXPECT_THAT(records(query), IsEmpty());
}

TEST_P(Queries, TextsAreFoundHoweverTheyAreWritten) {
  add_owner({{"name", "Eve D’Arcy"s}, {"town", "Łódź"s}, {"code", "SW1A 1AA"s}});
  add_owner({{"name", "Bob Smith-Jones"s}, {"town", "Ely"s}, {"code", "SW1A1AB"s}});
  const auto search = [&](const char* text) {
    Query query;
    query.words = search_groups(text);
    query.personal_words = true;
    return names(query);
  };
  for (const char* text : {"darcy", "d'arcy", "D‘ARCY", "arcy", "lodz", "sw1a 1aa", "SW1A1AA",
                           "sw1a1aa eve", "Łódź d-arcy"})
    EXPECT_THAT(search(text), ElementsAre("Eve D’Arcy")) << text;
  for (const char* text : {"smithjones", "smith jones", "smith–jones", "SW1A 1AB", "sw1a1ab"})
    EXPECT_THAT(search(text), ElementsAre("Bob Smith-Jones")) << text;
  for (const char* text : {"sw1a 2aa", "sw1a 1aa bob", "arcyd"})
    EXPECT_THAT(search(text), IsEmpty()) << text;
}

TEST_P(Queries, TermsAreFoundByPrefixInOwnAndRelatedFields) {
  const Record eve = add_owner({{"name", "Eve Harcourt-Smith"s}, {"town", "Ely"s}});
  add(phones(), {{"owner-uuid", eve.id()}, {"digits", "07700 900123"s}});
  const auto search = [&](std::vector<std::string> terms, bool pii) {
    Query query;
    query.words = std::move(terms);
    query.personal_words = pii;
    return names(query);
  };
  EXPECT_THAT(search({"harc"}, true), ElementsAre("Eve Harcourt-Smith"));
  EXPECT_THAT(search({"smith", "eve"}, true), ElementsAre("Eve Harcourt-Smith"));
  EXPECT_THAT(search({"smith", "bob"}, true), IsEmpty());
  EXPECT_THAT(search({"9001"}, true), ElementsAre("Eve Harcourt-Smith"));
  EXPECT_THAT(search({"harc"}, false), IsEmpty()) << "a name is personal data";
  EXPECT_THAT(search({"9001"}, false), IsEmpty());
  EXPECT_THAT(search({"ox"}, false), ElementsAre("Bob", "Di"));
}

TEST_P(Queries, OrdersByKeyWithNullsLast) {
  const auto sorted = [&](const std::string& by, bool descending) {
    Query query;
    query.order = {{&field(by), descending}};
    return names(query);
  };
  EXPECT_THAT(sorted("town", false), ElementsAre("Åsa", "Bob", "Di", "Cy")) << "then raw";
  EXPECT_THAT(sorted("town", true), ElementsAre("Di", "Bob", "Åsa", "Cy"));
  EXPECT_THAT(sorted("rank", false), ElementsAre("Cy", "Åsa", "Bob", "Di")) << "then creation";
  EXPECT_THAT(sorted("rank", true), ElementsAre("Åsa", "Cy", "Bob", "Di"));
  EXPECT_THAT(sorted("name", true), ElementsAre("Di", "Cy", "Bob", "Åsa"));
}

TEST_P(Queries, DigitsSortAsNumbers) {
  for (const char* digits : {"100", "99", "20", "3", "1000"})
    add_owner({{"name", std::string{digits}}, {"number", std::string{digits}}});
  Query query;
  query.order = {{&field("number"), false}};
  query.limit = 5;
  EXPECT_THAT(names(query), ElementsAre("3", "20", "99", "100", "1000"));
}

TEST_P(Queries, PagesByOffset) {
  Query query;
  query.limit = 2;
  query.offset = 1;
  EXPECT_THAT(names(query), ElementsAre("Bob", "Cy"));
  query.offset = 4;
  EXPECT_THAT(names(query), IsEmpty());
}

// Random rows with many ties and nulls, traversed by keyset in random orders: every traversal gives
// the full sort.
TEST_P(Queries, TraversalsByKeysetEqualTheFullSort) {
  std::mt19937 random{42};
  const auto any = [&](int below) {
    return static_cast<int>(random() % static_cast<unsigned>(below));
  };
  const std::vector<std::string> towns = {"a", "A", "á", "b", "B", "c"};
  write([&](WriteSession& session) {
    for (int i = 0; i < 150; ++i) {
      Fields fields{{"name", "n" + std::to_string(any(20))}};
      if (any(3) > 0) fields.emplace_back("town", towns[static_cast<std::size_t>(any(6))]);
      if (any(2) > 0) fields.emplace_back("joined", number(any(4)));
      if (any(2) > 0) fields.emplace_back("number", std::to_string(any(15) * 7));
      if (any(3) > 0) fields.emplace_back("debt", number(any(5)));
      if (any(4) == 0) fields.emplace_back("external-id", "e" + std::to_string(i));
      Record record = make_record(owners(), fields);
      session.insert(record, origin_);
    }
  });
  const std::vector<std::string> sortable = {"name",  "town",     "joined",       "number",
                                             "debt",  "modified", "created-date", "external-id",
                                             "build", "rank"};
  for (int traversal = 0; traversal < 60; ++traversal) {
    Query query;
    query.resource = &owners();
    query.business = origin_.business;
    const int parts = any(3) + 1;
    for (int i = 0; i < parts; ++i)
      query.order.push_back(
          {&field(sortable[static_cast<std::size_t>(any(static_cast<int>(sortable.size())))]),
           any(2) == 0});
    if (any(3) == 0) query.where = {{&field("town"), FilterOp::starts_with, {text("a")}}};
    query.limit = kEverything;
    std::vector<std::int64_t> whole;
    for (const Record& record : records(query)) whole.push_back(record.sequence);
    query.limit = any(9) + 1;
    std::vector<std::int64_t> traversed;
    store_->read(key(), kNoDeadline, [&](ReadSession& session) {
      for (bool more = true; more;) {
        const auto row = session.select(query);
        std::int64_t rows = 0;
        while (row->next()) {
          traversed.push_back(row->cell(row->sequence_column()).integer);
          query.after = keyset_of(query.order, *row);
          ++rows;
        }
        more = rows == query.limit;
      }
    });
    EXPECT_TRUE(fits(*query.after, query.order));
    ASSERT_EQ(traversed, whole) << "traversal " << traversal;
  }
}

TEST_P(Queries, AFullSortFollowsTheContract) {
  Query query;
  query.order = {{&field("town"), false}};
  query.resource = &owners();
  const std::vector<std::string> towns = {"b", "a", "A", "á", "b"};
  for (const std::string& town : towns) add_owner({{"name", "x"s}, {"town", town}});
  std::vector<std::pair<std::string, std::int64_t>> rows;
  for (const Record& record : records(query))
    if (const auto* town = std::get_if<std::string>(&record.at(field("town"))))
      rows.emplace_back(*town, record.sequence);
  const auto sorted = [](const auto& a, const auto& b) {
    return std::tuple{comparison_key(a.first), a.first, a.second} <
           std::tuple{comparison_key(b.first), b.first, b.second};
  };
  EXPECT_TRUE(std::ranges::is_sorted(rows, sorted));
}

TEST_P(Queries, AKeysetOfAnotherShapeDoesNotFit) {
  const std::vector<Order> order = {{&field("rank"), false}};
  EXPECT_TRUE(fits({{number(3)}, 1}, order));
  EXPECT_TRUE(fits({{Value{}}, 1}, order));
  EXPECT_FALSE(fits({{text("3")}, 1}, order));
  EXPECT_FALSE(fits({{}, 1}, order));
}

TEST_P(Queries, OfManyDuplicatesEachIsPairedWithTheOldest) {
  for (int i = 0; i < 101; ++i) add_owner({{"name", "Same"s}, {"town", "Same"s}});
  for (int i = 0; i < 100; ++i) add_owner({{"name", "Other"s}, {"town", "Other"s}});
  const Count pairs =
      ask<Count>([&](ReadSession& session) { return session.count_duplicates(owners(), 100'000); });
  EXPECT_EQ(pairs.rows, 100 + 100 * 99 / 2);
}

TEST_P(Queries, DuplicatesAgreeInAllFieldsOfASign) {
  const Record first = add_owner({{"name", "Eve"s}, {"town", "Ely"s}});
  const Record second = add_owner({{"name", "ÈVE"s}, {"town", "ely"s}});
  const Record third = add_owner({{"name", "Other"s}});
  add_owner({{"name", "eve"s}, {"town", "ely"s}, {"gone", number(1)}});
  add_owner({{"name", "Eve"s}});
  for (const Record* owner : {&first, &second, &third})
    add(phones(), {{"owner-uuid", owner->id()}, {"digits", "1"s}});
  add(phones(), {{"owner-uuid", first.id()}, {"digits", "1"s}});
  const auto pairs = ask<std::vector<DuplicatePair>>(
      [&](ReadSession& session) { return session.duplicates(owners(), 10, 0); });
  ASSERT_EQ(pairs.size(), 3U);
  EXPECT_EQ(pairs[0].first, first.id());
  EXPECT_EQ(pairs[0].second, second.id());
  EXPECT_THAT(pairs[0].signs, ElementsAre(0, 1));
  EXPECT_EQ(pairs[0].score, 80);
  EXPECT_EQ(pairs[1].second, third.id());
  EXPECT_THAT(pairs[1].signs, ElementsAre(1));
  EXPECT_EQ(pairs[1].score, 50);
  EXPECT_EQ(pairs[2].first, second.id());
  const auto rest = ask<std::vector<DuplicatePair>>(
      [&](ReadSession& session) { return session.duplicates(owners(), 10, 2); });
  EXPECT_EQ(rest.size(), 1U);
  const Count count =
      ask<Count>([&](ReadSession& session) { return session.count_duplicates(owners(), 2); });
  EXPECT_EQ(count.rows, 2);
  EXPECT_FALSE(count.exact);
}

INSTANTIATE_TEST_SUITE_P(Engines, Queries, testing::ValuesIn(engines()),
                         [](const auto& engine) { return engine.param.name; });

}  // namespace
}  // namespace vip::test
