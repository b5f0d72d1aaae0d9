#include <gtest/gtest.h>

#include "platform/scopes.h"

namespace vip {
namespace {

ScopeSet scopes(std::string_view text) { return *ScopeSet::parse(text); }

TEST(Scopes, WiderImpliesNarrower) {
  struct Row {
    std::string_view held, required;
    bool admitted;
  };
  const Row rows[] = {
      {"contact:read", "contact:read", true},
      {"contact:read", "contact.addresses:read", true},
      {"contact:read", "contact:create", false},
      {"contact:read", "contacts:read", false},
      {"contact.addresses:read", "contact.addresses:read", true},
      {"contact.addresses:read", "contact:read", false},
      {"contact.addresses:read", "contact.numbers:read", false},
      {"contact:pii", "contact.addresses:pii", true},
      {"", "contact:read", false},
      {"patient:read contact:update", "contact.emails:update", true},
  };
  for (const auto& row : rows)
    EXPECT_EQ(scopes(row.held).admits(row.required), row.admitted)
        << row.held << " / " << row.required;
  EXPECT_TRUE(scopes("contact:read").admits("contact", "addresses", "read"));
  EXPECT_TRUE(scopes("contact.addresses:read").admits("contact", "addresses", "read"));
  EXPECT_FALSE(scopes("contact.addresses:read").admits("contact", "numbers", "read"));
  EXPECT_FALSE(scopes("contact.addresses:read").admits("contact", "", "read"));
}

TEST(Scopes, IntersectionKeepsTheNarrower) {
  struct Row {
    std::string_view a, b, both;
  };
  const Row rows[] = {
      {"contact:read", "contact.addresses:read", "contact.addresses:read"},
      {"contact.addresses:read", "contact:read", "contact.addresses:read"},
      {"contact:read contact:pii", "contact:read", "contact:read"},
      {"contact:read", "patient:read", ""},
      {"a:read b:read", "b:read a:read", "a:read b:read"},
      {"", "a:read", ""},
  };
  for (const auto& row : rows)
    EXPECT_EQ(scopes(row.a).intersect(scopes(row.b)).to_string(), row.both)
        << row.a << " ∩ " << row.b;
}

TEST(Scopes, OnlyWellFormedNamesAreRead) {
  for (const auto* bad :
       {"contact", ":read", "contact:", "contact.:read", ".addresses:read", "Contact:read",
        "contact:read:x", "a.b.c:read", "contact:re ad", "contact\n:read"})
    EXPECT_FALSE(ScopeSet::parse(bad)) << bad;
  EXPECT_EQ(scopes("  b:read   a:read ").to_string(), "a:read b:read");
  EXPECT_TRUE(scopes("").empty());
}

TEST(ScopeSet, IsReducedToWhatAdmitsTheSame) {
  const auto set = ScopeSet::parse(
      "contact:read contact.addresses:read contact.addresses:create contact.phones:pii "
      "patient.patients:read");
  EXPECT_EQ(set->reduced().to_string(),
            "contact.addresses:create contact.phones:pii contact:read patient.patients:read");
  EXPECT_TRUE(set->reduced().admits_all(*set));
  EXPECT_TRUE(ScopeSet{}.reduced().empty());
}

}  // namespace
}  // namespace vip
