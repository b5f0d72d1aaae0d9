// reference-constraints: what may be declared, what a change may do, and what is published.
#include "engine/constraints/test_constraints.h"

namespace vip::test::reference_constraints {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const char* const kKeeper =
    "  keeper-uuid:\n    references: owners\n    reference-constraints:\n"
    "      - {field: kind, equals: Charity, code: out-of-range}\n"
    "      - {field: town-uuid, matches: town-uuid, detail: Of another town}\n"
    "  walks:\n    type: array\n    items:\n      type: object\n      properties:\n"
    "        walker-uuid:\n          type: uuid\n          references: owners\n"
    "          reference-constraints: [{field: town-uuid, matches: town-uuid, code: "
    "not-unique}]\n";

class ReferenceConstraintsKeyword : public ConstraintTest {
 protected:
  void SetUp() override {
    declare(kennel(kKeeper));
    here_ = create("towns", "{}");
    there_ = create("towns", "{}");
  }
  std::string owner(const std::string& kind, const std::string& town) {
    return create("owners", R"({"kind":")" + kind + R"(","town-uuid":")" + town + R"("})");
  }
  void dog(const std::string& town, const std::string& member) {
    create("dogs", R"({"town-uuid":")" + town + R"(",)" + member + "}");
  }
  std::string here_, there_;
};

TEST_F(ReferenceConstraintsKeyword, ComparesWithAValueOrAField) {
  dog(here_, R"("keeper-uuid":")" + owner("Charity", here_) + R"(")");
  EXPECT_THAT(refusals_, IsEmpty());
  dog(here_, R"("keeper-uuid":")" + owner("Person", there_) + R"(")");
  EXPECT_THAT(refusals_, ElementsAre(testing::StartsWith("/keeper-uuid out-of-range: "),
                                     "/keeper-uuid reference-mismatch: Of another town"));
}

// A null on either side says nothing of the matter.
TEST_F(ReferenceConstraintsKeyword, HoldsWhereAFieldHasNoValue) {
  const std::string keeper = owner("Charity", there_);
  const std::string dog = create("dogs", R"({"keeper-uuid":")" + keeper + R"("})");
  EXPECT_THAT(refusals_, IsEmpty());
  patch("dogs", dog, R"({"town-uuid":")" + here_ + R"("})");
  EXPECT_THAT(refusals_, ElementsAre("/keeper-uuid reference-mismatch: Of another town"));
}

TEST_F(ReferenceConstraintsKeyword, IsAskedInsideListsToo) {
  dog(here_, R"("walks":[{"walker-uuid":")" + owner("Person", here_) + R"("},{"walker-uuid":")" +
                 owner("Person", there_) + R"("}])");
  EXPECT_THAT(refusals_, ElementsAre(testing::StartsWith("/walks/1/walker-uuid not-unique: ")));
}

TEST_F(ReferenceConstraintsKeyword, IsPublishedWhereItIsDeclared) {
  EXPECT_THAT(published(field("keeper-uuid")),
              ElementsAre(" Refused with `out-of-range` unless its `kind` is Charity."
                          " Refused with `reference-mismatch` unless its `town-uuid` fits "
                          "`town-uuid`."));
  EXPECT_THAT(published(field("walks")), IsEmpty());
  EXPECT_THAT(published(field("walks").items.front().members.front()), testing::SizeIs(1));
}

TEST(ReferenceConstraint, SaysWhatIsMissing) {
  EXPECT_THAT(
      errors_of_dogs("  keeper-uuid:\n    references: owners\n    reference-constraints:\n"
                     "      - {field: kind, equals: Charitable, code: out-of-range}\n"
                     "      - {field: kind, code: no-such-code}\n"
                     "      - {field: town-uuid, matches: owner-uuids}\n"),
      ElementsAre(
          "11: field keeper-uuid: reference-constraints: kind is never \"Charitable\"",
          "11: field keeper-uuid: reference-constraints: dogs has no field \"owner-uuids\"; did "
          "you "
          "mean \"owner-uuid\"?",
          "13: field keeper-uuid: reference-constraints: one of \"equals\" and \"matches\" is "
          "expected",
          "13: field keeper-uuid: reference-constraints: no error code is named \"no-such-code\""));
}

TEST_F(ReferenceConstraintsKeyword, IsRefusedAsAMismatchUnlessItNamesACode) {
  declare(
      kennel("  keeper-uuid:\n    references: owners\n    reference-constraints:\n"
             "      - {field: kind, equals: Charity, detail: Not a charity}\n"
             "      - {field: kind, equals: Charity, code: required-here}\n"));
  create("dogs", R"({"keeper-uuid":")" + create("owners", R"({"kind":"Person"})") + R"("})");
  EXPECT_THAT(refusals_, ElementsAre("/keeper-uuid reference-mismatch: Not a charity",
                                     testing::StartsWith("/keeper-uuid required-here: ")));
}

}  // namespace
}  // namespace vip::test::reference_constraints
