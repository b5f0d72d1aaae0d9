// entered-in-error: what may be declared, how a record is corrected and withdrawn, and what lists
// and references make of it.
#include "engine/constraints/test_constraints.h"
#include "schema/bodies.h"

namespace vip::test::entered_in_error {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<DeclarationFile> measured(const std::string& keyword) {
  return pets({resource_file("dogs",
                             keyword + "fields:\n"
                                       "  owner-uuid: {references: owners}\n"
                                       "  height: {type: integer, required: true}\n"
                                       "  chip: {type: string, read-only: true}\n",
                             "list, read, create"),
               resource_file("owners", "fields:\n  name: {type: string}\n")});
}

const char* const kKeyword = "entered-in-error: {same: owner-uuid}\n";

class EnteredInErrorKeyword : public ConstraintTest {
 protected:
  void SetUp() override { declare(measured(kKeyword)); }
  std::string dog(const std::string& more = "") {
    return create("dogs", R"({"height":40)" + more + "}");
  }
  std::string correction_of(const std::string& original, const std::string& more = "") {
    return dog(R"(,"corrects-uuid":")" + original + R"(","correction-reason":"Typing error")" +
               more);
  }
  std::string of(const std::string& id, const std::string& name) { return value("dogs", id, name); }
};

TEST(EnteredInError, NamesWhatACorrectionHasInCommon) {
  EXPECT_THAT(errors_of_dogs(measured("entered-in-error: {}\n")),
              ElementsAre("6: entered-in-error: the keyword \"same\" is missing"));
  EXPECT_THAT(errors_of_dogs(measured("entered-in-error: {same: breed, corrections: true}\n")),
              ElementsAre(testing::HasSubstr("6: entered-in-error: dogs has no field \"breed\"")));
  EXPECT_THAT(errors_of_dogs(measured("entered-in-error: {corrections: false}\n")), IsEmpty());
}

TEST(EnteredInError, DoesNotGoWithAnotherWayOut) {
  EXPECT_THAT(errors_of_dogs(measured("entered-in-error: {same: owner-uuid}\ndelete: final\n")),
              ElementsAre("6: entered-in-error: neither \"deactivation\" nor \"delete\" goes with "
                          "it"));
}

TEST_F(EnteredInErrorKeyword, LeavesNothingToPatchButTheReason) {
  std::vector<std::string> names;
  for (const Field* field : patch_fields(resource("dogs"))) names.push_back(field->name);
  EXPECT_THAT(names, ElementsAre("withdrawn-reason", "external-id"));
  names.clear();
  for (const Field* field : create_fields(resource("dogs"))) names.push_back(field->name);
  EXPECT_THAT(names, ElementsAre("owner-uuid", "height", "corrects-uuid", "correction-reason",
                                 "external-id"));
}

TEST_F(EnteredInErrorKeyword, MarksTheOriginalOfACorrection) {
  const std::string wrong = dog(), right = correction_of(wrong);
  EXPECT_THAT(refusals_, IsEmpty());
  EXPECT_EQ(of(wrong, "entered-in-error"), "true");
  EXPECT_EQ(of(wrong, "corrected-by-uuid"), '"' + right + '"');
  EXPECT_EQ(of(wrong, "withdrawn-date"), "null");
  EXPECT_EQ(of(right, "entered-in-error"), "false");
}

TEST_F(EnteredInErrorKeyword, TakesACorrectionOfARecordThatCounts) {
  const std::string wrong = dog();
  const std::string owner = create("owners", R"({"name":"Ann"})");
  correction_of(wrong, R"(,"owner-uuid":")" + owner + '"');
  EXPECT_THAT(refusals_, ElementsAre(testing::StartsWith("/corrects-uuid reference-mismatch: "
                                                         "Expected a record with the same "
                                                         "owner-uuid.")));
  dog(R"(,"corrects-uuid":")" + wrong + '"');
  EXPECT_THAT(refusals_, ElementsAre(testing::StartsWith("/correction-reason required-here")));
  dog(R"(,"correction-reason":"Typing error")");
  EXPECT_THAT(refusals_, ElementsAre("/correction-reason not-applicable: Only a correction has a "
                                     "reason"));
  correction_of(wrong);
  correction_of(wrong);
  EXPECT_THAT(refusals_,
              ElementsAre("/corrects-uuid reference-deactivated: T was entered in error"));
}

TEST_F(EnteredInErrorKeyword, WithdrawsForAReasonAndForGood) {
  const std::string wrong = dog();
  patch("dogs", wrong, R"({"withdrawn-reason":"Another animal"})");
  EXPECT_THAT(refusals_, IsEmpty());
  EXPECT_EQ(of(wrong, "entered-in-error"), "true");
  EXPECT_NE(of(wrong, "withdrawn-date"), "null");
  for (const char* reason : {"null", R"("Yet another")"}) {
    patch("dogs", wrong, R"({"withdrawn-reason":)" + std::string{reason} + "}");
    EXPECT_THAT(refusals_, ElementsAre("/withdrawn-reason transition-not-allowed: The record was "
                                       "withdrawn already, which is final."));
  }
}

TEST_F(EnteredInErrorKeyword, WithdrawsTheCorrectionOfACorrectedRecord) {
  const std::string wrong = dog(), right = correction_of(wrong);
  patch("dogs", wrong, R"({"withdrawn-reason":"Another animal"})");
  EXPECT_THAT(refusals_,
              ElementsAre("/withdrawn-reason transition-not-allowed: The record was corrected. "
                          "Expected the correction, " +
                          right + ", to be withdrawn."));
  patch("dogs", right, R"({"withdrawn-reason":"Another animal"})");
  EXPECT_EQ(of(right, "entered-in-error"), "true");
  EXPECT_EQ(of(wrong, "entered-in-error"), "true") << "it does not come back";
}

TEST_F(EnteredInErrorKeyword, WithdrawsNoNewRecord) {
  dog(R"(,"withdrawn-reason":"Another animal")");
  EXPECT_THAT(refusals_, ElementsAre("/withdrawn-reason read-only-field: The field is set by a "
                                     "PATCH of a record that exists."));
}

TEST_F(EnteredInErrorKeyword, HidesItFromLists) {
  EXPECT_EQ(resource("dogs").include_parameter, "include-entered-in-error");
  EXPECT_TRUE(resource("dogs").deactivates());
  EXPECT_TRUE(resource("dogs").operations.patch);
}

}  // namespace
}  // namespace vip::test::entered_in_error
