// Addresses of e-mail, international ones included.
#include "core/email.h"

#include <gtest/gtest.h>

namespace vip {
namespace {

TEST(EmailAddress, HasAnAtomAndAHost) {
  for (const char* good : {"name@example.com", "o'brien+vet@mail.example.co.uk",
                           "jos\u00e9@example.com", "info@m\u00fcnchen.example",
                           "info@xn--mnchen-3ya.example", "\u7528\u6237@\u4f8b\u5b50.\u6d4b\u8bd5",
                           "info@M\u00dcNCHEN.EXAMPLE", "user@stra\u00dfe.example",
                           "\u0434\u043e\u043c@\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444",
                           "info@\uff45xample.com", "a@b\u3002example", "r3@r3---sn.example.com"})
    EXPECT_TRUE(is_email_address(good)) << good;
  for (const char* bad :
       {"", "name", "@example.com", "name@", "name@localhost", "name@-a.example", "name@a..example",
        ".a@example.com", "a.@example.com", "a..b@example.com", "a b@example.com",
        "a@b@example.com", "a@exa mple.com", "a\u00a0b@example.com", "a\u200eb@example.com",
        "a@\u200e.example", "a@m\u00fcn_chen.example", "a@example.com.", "a@xn--\u00fc.example"})
    EXPECT_FALSE(is_email_address(bad)) << bad;
}

TEST(EmailAddress, IsBoundedInOctets) {
  const std::string host = "@example.com";
  EXPECT_TRUE(is_email_address(std::string(64, 'a') + host));
  EXPECT_FALSE(is_email_address(std::string(65, 'a') + host));
  std::string accents;
  for (int i = 0; i < 33; ++i) accents += "\u00e9";
  EXPECT_FALSE(is_email_address(accents + host));
}

TEST(EmailKey, HasTheHostInAscii) {
  EXPECT_EQ(email_key("Info@M\u00fcnchen.example"), "info@xn--mnchen-3ya.example");
  EXPECT_EQ(email_key("INFO@XN--MNCHEN-3YA.EXAMPLE"), "info@xn--mnchen-3ya.example");
  EXPECT_EQ(email_key("Name@Example.COM"), "name@example.com");
}

TEST(EmailKey, TellsMailboxesApart) {
  EXPECT_NE(email_key("jos\u00e9@example.com"), email_key("jose@example.com"));
  EXPECT_EQ(email_key("JOS\u00c9@example.com"), email_key("jos\u00e9@example.com"));
  EXPECT_EQ(email_key("jose\u0301@example.com"), email_key("jos\u00e9@example.com"));
  EXPECT_NE(email_key("a@munchen.example"), email_key("a@m\u00fcnchen.example"));
}

TEST(EmailKey, OfAPartIsItsText) { EXPECT_EQ(email_key("Info"), "info"); }

}  // namespace
}  // namespace vip
