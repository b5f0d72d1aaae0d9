// Templates: which merge fields a text may have, and where a template belongs.
#include <gmock/gmock.h>

#include "domains/communications/rules/merge_fields.h"
#include "domains/shared/test_practice.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr auto kTemplates = "communications/templates";

std::string error(std::string_view text, std::string_view type) {
  const auto errors = check_merge_fields(text, type);
  std::string codes;
  for (const MergeError& one : errors)
    codes.append(codes.empty() ? "" : " ").append(info(one.code).name);
  return codes;
}

TEST(MergeFields, AreCheckedByTheTypeOfTemplate) {
  struct Case {
    std::string_view text, type, error;
  };
  for (const auto& [text, type, expected] : std::vector<Case>{
           {"No merge field at all, { braces } or not", "Letter", ""},
           {"{{client-name}} and {{patient-name}}", "Letter", ""},
           {"{{due-date}}", "Reminder", ""},
           {"{{due-date}}", "Letter", "merge-field-not-of-type"},
           {"{{invoice-total}}", "Invoice", ""},
           {"{{invoice-total}}", "Reminder", "merge-field-not-of-type"},
           {"{{estimate-total}}", "ConsentForm", ""},
           {"{{medicine-name}} {{batch-number}}", "Label", ""},
           {"{{medicine-name}}", "SMS", "merge-field-not-of-type"},
           {"{{clinical-history}}", "ReferralHistory", ""},
           {"{{patient-nam}}", "Letter", "merge-field-unknown"},
           {"{{patient-nam}} {{patient-nam}} {{due-date}}", "Letter",
            "merge-field-unknown merge-field-not-of-type"},
           {"{{patient name}}", "Letter", "merge-field-malformed"},
           {"{{ patient-name }}", "Letter", "merge-field-malformed"},
           {"{{Patient-Name}}", "Letter", "merge-field-malformed"},
           {"{{}}", "Letter", "merge-field-malformed"},
           {"{{patient-name", "Letter", "merge-field-malformed"},
           {"patient-name}}", "Letter", "merge-field-malformed"},
           {"}} {{patient-name}}", "Letter", "merge-field-malformed"},
           {"{{patient-name}} {{", "Letter", "merge-field-malformed"},
           {"{{{patient-name}}}", "Letter", "merge-field-malformed"},
       })
    EXPECT_EQ(error(text, type), expected) << text << " in " << type;
  EXPECT_THAT(check_merge_fields("{{patient-nam}}", "Letter").front().detail,
              HasSubstr("did you mean {{patient-name}}?"));
}

TEST(MergeFields, HaveNamesOfTheirOwnAndATypeEach) {
  const auto& types = declared().resource(kTemplates).field("type").enum_values;
  std::vector<std::string_view> names;
  for (const MergeField& field : merge_fields()) {
    EXPECT_EQ(std::ranges::count(names, field.name), 0) << field.name;
    names.push_back(field.name);
    EXPECT_TRUE(std::ranges::any_of(types, [&](const std::string& type) {
      return field.belongs_to(type);
    })) << field.name;
  }
  for (const std::string& type : types) EXPECT_EQ(error("{{client-name}}", type), "") << type;
}

TEST(Template, BelongsToTheMainLocationUnlessItSaysOtherwise) {
  Practice practice;
  practice.add("location-management/locations", {{"name", "Branch"}, {"main", boolean(false)}});
  const Uuid main = practice.add("location-management/locations", {{"main", boolean(true)}}).id();
  const Record made = practice.create(kTemplates, {{"type", "SMS"}, {"body", "Hello"}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_EQ(made.uuid({&made.resource->field("location-uuid")}), main);
}

TEST(Template, IsCheckedWhenItsTextsAreWritten) {
  Practice practice;
  practice.create(kTemplates, {{"type", "SMS"}, {"subject", "{{due-date}}"}, {"body", "{{x}}"}});
  EXPECT_THAT(practice.refusals,
              ElementsAre("subject: merge-field-not-of-type", "body: merge-field-unknown"));
  // What stands there already is not asked about again.
  Record old = practice.add(kTemplates, {{"type", "SMS"}, {"body", "{{was-known-once}}"}});
  practice.patch(old, {{"name", "Renamed"}});
  EXPECT_THAT(practice.refusals, IsEmpty());
  practice.patch(old, {{"body", "{{invoice-total}}"}});
  EXPECT_THAT(practice.refusals, ElementsAre("body: merge-field-not-of-type"));
}

}  // namespace
}  // namespace vip::domains
