// expires: what may be declared, what reads and filters make of a day that has passed, and what is
// published.
#include "engine/constraints/test_constraints.h"

namespace vip::test::expires {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const char* const kFields =
    "  until: {type: date}\n"
    "  status:\n"
    "    enum: [Draft, Issued, Closed, Expired]\n"
    "    default: Issued\n"
    "    expires: {after: until, from: [Issued], to: Expired}\n"
    "    state-machine: {initial: [Draft, Issued], transitions: {Issued: [Closed], Draft: "
    "[Issued]}}\n";

class ExpiresKeyword : public ConstraintTest {
 protected:
  void SetUp() override { declare(kennel(kFields)); }
  std::string dog(const std::string& until, const std::string& status = "Issued") {
    return create("dogs", R"({"until":")" + until + R"(","status":")" + status + R"("})");
  }
  std::string status(const std::string& id) { return value("dogs", id, "status"); }
  std::size_t filtered(const std::string& state) {
    std::size_t found = 0;
    store_read([&](ReadSession& session) {
      Query query;
      query.resource = &resource("dogs");
      query.limit = kEverything;
      query.where.push_back({&field("status"), FilterOp::eq, {state}});
      found = session.records(query).size();
    });
    return found;
  }
};

TEST(Expires, NamesADayAndStates) {
  EXPECT_THAT(
      errors_of_dogs(kennel("  height: {type: integer}\n"
                            "  status: {enum: [Issued, Expired], expires: {after: height, from: "
                            "[Issue], to: Expired}}\n")),
      ElementsAre(HasSubstr("10: field status: expires: height is no date"),
                  HasSubstr("10: field status: expires: status is never \"Issue\"")));
}

TEST_F(ExpiresKeyword, ShowsAnotherStateAfterTheDay) {
  EXPECT_EQ(status(dog("2020-02-02")), R"("Expired")");
  EXPECT_EQ(status(dog("2999-02-02")), R"("Issued")");
  EXPECT_EQ(status(dog("2020-02-02", "Draft")), R"("Draft")");
  EXPECT_EQ(status(create("dogs", "{}")), R"("Issued")") << "without a day";
}

TEST_F(ExpiresKeyword, FiltersByWhatIsShown) {
  dog("2020-02-02");
  dog("2020-02-03");
  dog("2999-02-02");
  EXPECT_EQ(filtered("Expired"), 2U);
  EXPECT_EQ(filtered("Issued"), 1U);
}

TEST_F(ExpiresKeyword, IsWhatTransitionsBeginWith) {
  const std::string old = dog("2020-02-02"), young = dog("2999-02-02");
  patch("dogs", young, R"({"status":"Closed"})");
  EXPECT_THAT(refusals_, IsEmpty());
  patch("dogs", old, R"({"status":"Closed"})");
  EXPECT_THAT(refusals_, ElementsAre(HasSubstr("/status transition-not-allowed")));
  patch("dogs", old, R"({"status":"Expired"})");
  EXPECT_THAT(refusals_, IsEmpty()) << "it is so already";
}

TEST_F(ExpiresKeyword, IsPublished) {
  Texts texts = published(field("status"));
  EXPECT_THAT(texts,
              testing::Contains(R"(x-expires {"after":"until","from":["Issued"],"to":"Expired"})"));
}

}  // namespace
}  // namespace vip::test::expires
