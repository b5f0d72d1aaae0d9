// latest: what may be declared, how the date follows other records, and what is published.
#include "engine/constraints/test_constraints.h"

namespace vip::test::latest {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// Dogs with a last visit, and visits to two kinds of places.
std::vector<DeclarationFile> visited(const std::string& sources) {
  const auto visits = [](const std::string& name) {
    return resource_file(name,
                         "delete: hard\nfields:\n"
                         "  dog-uuid: {references: dogs}\n"
                         "  day: {type: date}\n"
                         "  seen: {type: boolean}\n"
                         "  height: {type: integer}\n",
                         "list, read, create, patch, delete");
  };
  return pets({resource_file("dogs", "fields:\n  last: {type: date, latest: [" + sources + "]}\n"),
               visits("visits"), visits("calls")});
}

const char* const kSources =
    "{source: visits, foreign-key: dog-uuid, date: day, where: {seen: true}},"
    "{source: calls, foreign-key: dog-uuid, date: day}";

class LatestKeyword : public ConstraintTest {
 protected:
  void SetUp() override {
    declare(visited(kSources));
    dog_ = create("dogs", "{}");
  }
  std::string visit(const std::string& day, bool seen = true, const std::string& kind = "visits") {
    return create(kind, R"({"dog-uuid":")" + dog_ + R"(","day":")" + day + R"(","seen":)" +
                            (seen ? "true" : "false") + "}");
  }
  std::string last() { return value("dogs", dog_, "last"); }
  std::string dog_;
};

TEST(Latest, NamesADateOfRecordsThatReferToIt) {
  EXPECT_THAT(errors_of_dogs(visited("{source: visits, foreign-key: dog-uuid, date: height}")),
              ElementsAre(HasSubstr("field last: latest: height is of another type")));
  EXPECT_THAT(errors_of_dogs(visited("{source: visits, foreign-key: visit-uuid, date: day}")),
              ElementsAre(HasSubstr("visit-uuid does not refer to this resource")));
  EXPECT_THAT(errors_of_dogs(visited("{source: visits, foreign-key: dog-uuid, date: dey}")),
              ElementsAre(HasSubstr("visits has no field \"dey\"")));
}

TEST_F(LatestKeyword, MovesForwardWithRecordsThatCount) {
  visit("2026-02-02");
  EXPECT_EQ(last(), R"("2026-02-02")");
  visit("2026-01-01");
  visit("2026-03-03", false);
  EXPECT_EQ(last(), R"("2026-02-02")");
  visit("2026-03-01", false, "calls");
  EXPECT_EQ(last(), R"("2026-03-01")");
}

TEST_F(LatestKeyword, FollowsARecordThatComesToCount) {
  const std::string id = visit("2026-02-02", false);
  EXPECT_EQ(last(), "null");
  patch("visits", id, R"({"seen":true})");
  EXPECT_EQ(last(), R"("2026-02-02")");
}

TEST_F(LatestKeyword, FallsBackToTheNewestOfTheRest) {
  visit("2026-01-01");
  visit("2026-02-01", true, "calls");
  const std::string id = visit("2026-03-01");
  patch("visits", id, R"({"seen":false})");
  EXPECT_EQ(last(), R"("2026-02-01")");
  patch("visits", id, R"({"seen":true})");
  patch("visits", id, R"({"day":"2026-01-15"})");
  EXPECT_EQ(last(), R"("2026-02-01")");
  remove("visits", id);
  EXPECT_EQ(last(), R"("2026-02-01")");
}

TEST_F(LatestKeyword, LeavesALaterDayOfTheCaller) {
  patch("dogs", dog_, R"({"last":"2026-05-05"})");
  const std::string id = visit("2026-02-02");
  EXPECT_EQ(last(), R"("2026-05-05")");
  remove("visits", id);
  EXPECT_EQ(last(), R"("2026-05-05")");
  visit("2026-06-06");
  EXPECT_EQ(last(), R"("2026-06-06")");
}

TEST_F(LatestKeyword, IsPublished) {
  EXPECT_THAT(published(field("last")),
              ElementsAre(HasSubstr(R"("source":"pets/visits")"), HasSubstr("moves it forward")));
}

}  // namespace
}  // namespace vip::test::latest
