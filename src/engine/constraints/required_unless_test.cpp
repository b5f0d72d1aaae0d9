// required-unless: what may be declared, what a body may leave out, and what is published.
#include "engine/constraints/required_unless.h"

#include "engine/constraints/test_constraints.h"

namespace vip::test::required_unless {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kFields =
    "fields:\n"
    "  chip: {type: string, required-unless: [[passport], [kind, call-name]]}\n"
    "  passport: {type: string}\n  kind: {type: string}\n  call-name: {type: string}\n";

class RequiredUnlessKeyword : public ConstraintTest {
 protected:
  void SetUp() override { declare(pets({resource_file("dogs", kFields)})); }
};

TEST_F(RequiredUnlessKeyword, IsCheckedWhenABodyIsRead) {
  for (const auto* body : {"{}", R"({"kind":"Poodle"})", R"({"call-name":"Rex","chip":null})",
                           R"({"kind":null,"call-name":"Rex"})"}) {
    create("dogs", body);
    EXPECT_THAT(refusals_, ElementsAre("/chip required: Give `chip`, or `passport`, or `kind` and "
                                       "`call-name`."))
        << body;
  }
  for (const auto* body :
       {R"({"chip":"1"})", R"({"passport":"2"})", R"({"kind":"Poodle","call-name":"Rex"})"}) {
    create("dogs", body);
    EXPECT_THAT(refusals_, IsEmpty()) << body;
  }
}

TEST_F(RequiredUnlessKeyword, IsCheckedAgainWhenARecordChanges) {
  const std::string dog = create("dogs", R"({"kind":"Poodle","call-name":"Rex"})");
  patch("dogs", dog, R"({"kind":null})");
  EXPECT_THAT(refusals_, ElementsAre("/chip required-here: Give `chip`, or `passport`, or `kind` "
                                     "and `call-name`."));
  patch("dogs", dog, R"({"kind":null,"passport":"2"})");
  EXPECT_THAT(refusals_, IsEmpty());
}

TEST_F(RequiredUnlessKeyword, IsPublishedAsASentenceAndACondition) {
  const auto given = [](const std::string& names, const std::string& properties) {
    return R"({"required":[)" + names + R"(],"properties":{)" + properties +
           R"(},"additionalProperties":true})";
  };
  const std::string not_null = R"({"not":{"type":"null"}})";
  EXPECT_THAT(
      published(field("chip")),
      ElementsAre(" Give `chip`, or `passport`, or `kind` and `call-name`.",
                  R"({"if":{"not":{"anyOf":[)" +
                      given(R"("passport")", R"("passport":)" + not_null) + "," +
                      given(R"("kind","call-name")",
                            R"("kind":)" + not_null + R"(,"call-name":)" + not_null) +
                      R"(]}},"then":)" + given(R"("chip")", R"("chip":)" + not_null) + "}"));
}

TEST(RequiredUnlessDeclaration, NamesWhatIsWrong) {
  EXPECT_THAT(errors_of_dogs("  tag: {type: string, required-unless: []}\n"),
              ElementsAre("9: field tag: required-unless expects a list of lists of other fields"));
  EXPECT_THAT(errors_of_dogs("  tag: {type: string, required-unless: [town-uuid]}\n"),
              ElementsAre("9: field tag: required-unless expects a list of lists of other fields"));
  EXPECT_THAT(errors_of_dogs("  tag: {type: string, required: true, required-unless: "
                             "[[town-uuid]]}\n"),
              ElementsAre("9: field tag: required-unless: it is required already"));
}

}  // namespace
}  // namespace vip::test::required_unless
