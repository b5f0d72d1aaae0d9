// What tells that a contact exists already.
#include <gmock/gmock.h>

#include "domains/shared/duplicate_check.h"
#include "domains/shared/test_practice.h"

namespace vip::domains {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

constexpr auto kKnownContacts = "contact-management/contacts";

using Candidate = DuplicateCheck::Candidate;

struct ContactDuplicates : testing::Test {
  ContactDuplicates() {
    known = add("D’Arcy", "Zoë");
    practice.add("contact-management/addresses",
                 {{"contact-uuid", known}, {"postcode", "SW1A 1AA"}});
    practice.add("contact-management/numbers",
                 {{"contact-uuid", known}, {"number-e164", "+447700900123"}});
    practice.add("contact-management/emails",
                 {{"contact-uuid", known}, {"email-address", "Zoe@example.com"}});
  }
  Uuid add(const char* last_name, const char* first_name, bool deactivated = false) {
    return practice
        .add(kKnownContacts, {{"contact-type", "Client"},
                              {"last-name", last_name},
                              {"first-name", first_name},
                              {"deactivated", boolean(deactivated)}})
        .id();
  }
  std::vector<std::pair<int, std::string>> matches(Candidate candidate) {
    candidate.try_emplace("contact-type", std::string{"Client"});
    std::vector<std::pair<int, std::string>> found;
    practice.ask([&](DataContext& data) {
      for (const auto& match : check.matches(candidate, data)) {
        std::string reasons;
        for (const std::string& reason : match.reasons) reasons += reason + " ";
        found.emplace_back(match.score, reasons);
      }
    });
    return found;
  }

  Practice practice;
  DuplicateCheck check{declared().resource(kKnownContacts)};
  Uuid known;
};

TEST_F(ContactDuplicates, AgreeInOneSignOrMore) {
  EXPECT_THAT(matches({{"last-name", std::string{"darcy"}},
                       {"first-name", std::string{"ZOE"}},
                       {"addresses.postcode", std::string{"sw1a1aa"}}}),
              ElementsAre(Pair(60, "name-and-postcode ")));
  EXPECT_THAT(matches({{"last-name", std::string{"D'Arcy"}},
                       {"numbers.number-e164", std::string{"+447700900123"}}}),
              ElementsAre(Pair(88, "name-and-number same-number ")));
  EXPECT_THAT(matches({{"emails.email-address", std::string{"zoe@EXAMPLE.com"}}}),
              ElementsAre(Pair(50, "same-email ")));
}

TEST_F(ContactDuplicates, AgreeInAllFieldsOfASign) {
  EXPECT_THAT(matches({{"last-name", std::string{"Darcy"}},
                       {"first-name", std::string{"Fitz"}},
                       {"addresses.postcode", std::string{"SW1A 1AA"}}}),
              IsEmpty());
  EXPECT_THAT(matches({{"contact-type", std::string{"User"}},
                       {"numbers.number-e164", std::string{"+447700900123"}}}),
              IsEmpty());
}

TEST_F(ContactDuplicates, AreNotDeactivated) {
  const Uuid gone = add("D'Arcy", "Zoë", true);
  practice.add("contact-management/emails",
               {{"contact-uuid", gone}, {"email-address", "gone@example.com"}});
  EXPECT_THAT(matches({{"emails.email-address", std::string{"gone@example.com"}}}), IsEmpty());
}

TEST_F(ContactDuplicates, ComeWithTheMostAlikeFirst) {
  const Uuid other = add("Penrose", "Ann");
  practice.add("contact-management/emails",
               {{"contact-uuid", other}, {"email-address", "ann@example.com"}});
  EXPECT_THAT(matches({{"numbers.number-e164", std::string{"+447700900123"}},
                       {"emails.email-address", std::string{"ann@example.com"}}}),
              ElementsAre(Pair(50, "same-email "), Pair(40, "same-number ")));
}

TEST_F(ContactDuplicates, NeedAllValuesOfASign) {
  EXPECT_THAT(matches({{"contact-type", std::string{"Client"}},
                       {"last-name", std::string{"D'Arcy"}},
                       {"addresses.postcode", null_value()}}),
              testing::IsEmpty());
}

}  // namespace
}  // namespace vip::domains
