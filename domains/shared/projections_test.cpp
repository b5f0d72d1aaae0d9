// Projections: records that follow another one, at resources that declare them.
#include <gmock/gmock.h>

#include "domains/shared/test_practice.h"

namespace vip::domains {
namespace {

constexpr auto kLabRequests = "clinical/lab-requests";
constexpr auto kNotes = "clinical/clinical-notes";

struct Surgery : Practice {
  Surgery() {
    place = add("location-management/locations", {{"timezone", "Europe/London"}}).id();
    const Uuid client = add("contact-management/contacts", {{"contact-type", "Client"}}).id();
    const Uuid account = add("account-management/accounts",
                             {{"contact-uuid", client}, {"registered-location-uuid", place}})
                             .id();
    dog = add("patient-management/patients", {{"account-uuid", account}}).id();
  }
  Record create_for_dog(std::string_view resource, NamedValues values) {
    values.emplace_back("patient-uuid", dog);
    values.emplace_back("date", moment("2026-06-14T10:00:00Z"));
    Record made = create(resource, values);
    EXPECT_THAT(refusals, testing::IsEmpty());
    return made;
  }
  Record entry_of(const Record& record) {
    return stored("clinical/history", std::get<Uuid>(value_of(record, "clinical-history-uuid")));
  }
  Uuid place, dog;
};

Value tests_named(const std::vector<std::string>& names) {
  std::string text = "[";
  for (const std::string& name : names)
    text += (text.size() > 1 ? "," : "") + std::string{R"({"name":")"} + name + "\"}";
  return text + "]";
}

TEST(Projection, GoesWithTheRecord) {
  Surgery surgery;
  const Record request =
      surgery.create_for_dog(kLabRequests, {{"tests", tests_named({"T4", "Urea"})}});
  const Record entry = surgery.entry_of(request);
  EXPECT_EQ(text_of(entry, "description"), "Laboratory request: T4, Urea");
  EXPECT_EQ(text_of(entry, "record-type"), "LabRequest");
  EXPECT_EQ(value_of(entry, "record-uuid"), Value{request.id()});
  EXPECT_EQ(value_of(entry, "patient-uuid"), Value{surgery.dog});
  EXPECT_EQ(value_of(entry, "location-uuid"), Value{surgery.place});
  EXPECT_EQ(value_of(entry, "date"), moment("2026-06-14T10:00:00Z"));
}

TEST(Projection, FollowsItsChangesAndNothingElse) {
  Surgery surgery;
  const Record request = surgery.create_for_dog(kLabRequests, {{"tests", tests_named({"T4"})}});
  Record kept = surgery.stored(kLabRequests, request.id());
  surgery.patch(kept, {{"tests", tests_named({"T4", "Urea"})}});
  EXPECT_EQ(text_of(surgery.entry_of(request), "description"), "Laboratory request: T4, Urea");
  surgery.patch(kept, {{"status", "Sent"}});
  EXPECT_THAT(surgery.refusals, testing::IsEmpty());
  EXPECT_THAT(surgery.written(), testing::ElementsAre("update clinical/lab-requests"))
      << "the entry says nothing of it";
}

TEST(Projection, IsNoLongerThanTheOtherFieldTakes) {
  Surgery surgery;
  std::vector<std::string> names(20, std::string(40, 'x'));
  const Record request = surgery.create_for_dog(kLabRequests, {{"tests", tests_named(names)}});
  const std::string line = text_of(surgery.entry_of(request), "description");
  EXPECT_EQ(line.size(), 499 + std::string{"…"}.size()) << "500 characters";
  EXPECT_TRUE(line.ends_with("x…"));
}

TEST(Projection, HasAPlaceholderForAMissingValueAndLeavesPartsOut) {
  Surgery surgery;
  const Record note = surgery.create_for_dog(kNotes, {{"text", "Well"}});
  EXPECT_EQ(text_of(surgery.entry_of(note), "description"), "Clinical note");
  const Record amendment = surgery.create_for_dog(kNotes, {{"text", "Very well"},
                                                           {"amends-note-uuid", note.id()},
                                                           {"amendment-reason", "Typing error"}});
  EXPECT_EQ(text_of(surgery.entry_of(amendment), "description"),
            "Clinical note (amendment: Typing error)");
}

}  // namespace
}  // namespace vip::domains
