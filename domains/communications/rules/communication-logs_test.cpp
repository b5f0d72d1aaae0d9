// The log of messages: consent, states, times, templates.
#include <gmock/gmock.h>

#include "domains/shared/test_practice.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kLogs = "communications/communication-logs";
constexpr auto kTypes = "communications/types";
constexpr auto kChannels = "communications/channels";

class CommunicationLog : public testing::Test {
 protected:
  NamedValues message(std::string_view type, NamedValues more = {}) const {
    NamedValues values{{"contact-uuid", contact},
                       {"type-uuid", entry(kTypes, type)},
                       {"channel-uuid", entry(kChannels, "sms")},
                       {"direction", "Outbound"}};
    for (auto& value : more) {
      const auto same = std::ranges::find(values, value.first, &NamedValues::value_type::first);
      if (same != values.end())
        same->second = value.second;
      else
        values.push_back(std::move(value));
    }
    return values;
  }
  Record consent(std::string_view type, std::string_view channel, bool agreed) {
    return practice.add("contact-management/data-consents",
                        {{"contact-uuid", contact},
                         {"type-uuid", entry(kTypes, type)},
                         {"channel-uuid", entry(kChannels, channel)},
                         {"consent", boolean(agreed)}});
  }
  static std::int64_t moment(std::string_view text) { return parse_instant(text)->milliseconds; }

  Practice practice;
  Uuid location = practice.add("location-management/locations", {{"main", boolean(true)}}).id();
  Uuid contact = practice
                     .add("contact-management/contacts",
                          {{"contact-type", "Client"}, {"default-location-uuid", location}})
                     .id();
};

TEST_F(CommunicationLog, NeedsConsentForMarketing) {
  practice.create(kLogs, message("marketing"));
  EXPECT_THAT(practice.refusals, ElementsAre("type-uuid: consent-required"));
  consent("marketing", "email", true);  // another channel
  consent("reminder", "sms", true);     // another type
  practice.create(kLogs, message("marketing"));
  EXPECT_THAT(practice.refusals, ElementsAre("type-uuid: consent-required"));
  Record given = consent("marketing", "sms", true);
  practice.create(kLogs, message("marketing"));
  EXPECT_THAT(practice.refusals, IsEmpty());
  practice.set(given, {{"consent", boolean(false)}});
  practice.create(kLogs, message("marketing"));
  EXPECT_THAT(practice.refusals, ElementsAre("type-uuid: consent-required"));
}

TEST_F(CommunicationLog, HeedsANoToAnyOtherType) {
  practice.create(kLogs, message("reminder"));
  EXPECT_THAT(practice.refusals, IsEmpty());
  consent("reminder", "sms", false);
  practice.create(kLogs, message("reminder"));
  EXPECT_THAT(practice.refusals, ElementsAre("type-uuid: consent-refused"));
  practice.create(kLogs, message("reminder", {{"channel-uuid", entry(kChannels, "email")}}));
  EXPECT_THAT(practice.refusals, IsEmpty());
}

TEST_F(CommunicationLog, AsksNoConsentForWhatIsReceived) {
  const Record log = practice.create(kLogs, message("marketing", {{"direction", "Inbound"}}));
  EXPECT_THAT(practice.refusals, IsEmpty());
  EXPECT_EQ(text_of(log, "status"), "Delivered");
  for (const char* status : {"Queued", "Sent", "Failed"}) {
    practice.create(kLogs, message("account", {{"direction", "Inbound"}, {"status", status}}));
    EXPECT_THAT(practice.refusals, ElementsAre("status: received-is-delivered")) << status;
  }
}

TEST_F(CommunicationLog, LooksAtTheConsentAgainWhenItIsSent) {
  Record given = consent("marketing", "sms", true);
  Record log = practice.add(kLogs, message("marketing", {{"status", "Queued"}}));
  practice.set(given, {{"consent", boolean(false)}});
  practice.patch(log, {{"status", "Sent"}});
  EXPECT_THAT(practice.refusals, ElementsAre("type-uuid: consent-required"));
  practice.patch(log, {{"status", "Failed"}});
  EXPECT_THAT(practice.refusals, IsEmpty());
}

TEST_F(CommunicationLog, GoesThroughItsStates) {
  struct Step {
    const char *from, *to;
    bool allowed;
  };
  for (const auto& [from, to, allowed] : std::vector<Step>{{"Queued", "Sent", true},
                                                           {"Queued", "Failed", true},
                                                           {"Queued", "Delivered", false},
                                                           {"Sent", "Delivered", true},
                                                           {"Sent", "Failed", true},
                                                           {"Sent", "Queued", false},
                                                           {"Delivered", "Failed", false},
                                                           {"Delivered", "Sent", false},
                                                           {"Failed", "Queued", false},
                                                           {"Failed", "Sent", false}}) {
    Record log = practice.add(kLogs, message("reminder", {{"status", from}}));
    practice.patch(log, {{"status", to}});
    EXPECT_EQ(practice.refusals.empty(), allowed) << from << " → " << to;
    if (allowed) continue;
    EXPECT_THAT(practice.refusals, ElementsAre("status: transition-not-allowed"));
  }
}

TEST_F(CommunicationLog, BeginsQueuedAtTheContactsLocation) {
  const Record log = practice.create(kLogs, message("reminder"));
  EXPECT_EQ(text_of(log, "status"), "Queued");
  EXPECT_EQ(log.uuid({&log.resource->field("location-uuid")}), location);
}

TEST_F(CommunicationLog, StampsTheTimeOfAState) {
  Record log = practice.add(kLogs, message("reminder", {{"status", "Queued"}}));
  const auto at = [&](const char* field) { return log.at(log.resource->field(field)); };
  practice.patch(log, {{"status", "Sent"}});
  EXPECT_EQ(at("sent-date"), Value{practice.time.milliseconds});
  const auto arrived = practice.time.milliseconds;
  practice.time.milliseconds += 60'000;
  practice.patch(log, {{"status", "Delivered"}, {"delivered-date", arrived}});
  EXPECT_EQ(at("delivered-date"), Value{arrived});
}

TEST_F(CommunicationLog, RefusesTimesThatCannotBe) {
  practice.create(kLogs, message("reminder", {{"status", "Sent"},
                                              {"sent-date", moment("2026-06-16T10:00:00Z")}}));
  EXPECT_THAT(practice.refusals, ElementsAre("sent-date: date-in-future"));
  practice.create(kLogs, message("reminder", {{"status", "Delivered"},
                                              {"sent-date", moment("2026-06-14T10:00:00Z")},
                                              {"delivered-date", moment("2026-06-14T09:59:00Z")}}));
  EXPECT_THAT(practice.refusals, ElementsAre("delivered-date: dates-reversed"));
  practice.create(kLogs, message("reminder", {{"failure-reason", "Not in service"}}));
  EXPECT_THAT(practice.refusals, ElementsAre("failure-reason: not-applicable"));
  practice.create(kLogs, message("reminder", {{"status", "Failed"}, {"failure-reason", "Full"}}));
  EXPECT_THAT(practice.refusals, IsEmpty());
}

// A template of the main location serves all.
TEST_F(CommunicationLog, TakesTemplatesThatServeItsLocation) {
  const Uuid branch = practice.add("location-management/locations", {{"name", "Branch"}}).id();
  const auto made_from = [&](const Uuid& templates_location, const Uuid& messages_location) {
    const Uuid used =
        practice.add("communications/templates", {{"location-uuid", templates_location}}).id();
    practice.create(kLogs, message("reminder", {{"template-uuid", used},
                                                {"location-uuid", messages_location}}));
    return practice.refusals;
  };
  EXPECT_THAT(made_from(location, location), IsEmpty());
  EXPECT_THAT(made_from(location, branch), IsEmpty());
  EXPECT_THAT(made_from(branch, branch), IsEmpty());
  EXPECT_THAT(made_from(branch, location), ElementsAre("template-uuid: reference-mismatch"));
}

}  // namespace
}  // namespace vip::domains
