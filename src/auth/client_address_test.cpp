#include <gtest/gtest.h>

#include "auth/authenticator.h"

namespace vip {
namespace {

// The trusted proxies of every row: one IPv4 network, one IPv6 host.
const std::vector<AddressRange> kProxies{*AddressRange::parse("10.0.0.0/8"),
                                         *AddressRange::parse("fd00::1")};

struct AddressRow {
  const char* why;
  const char* peer;
  std::vector<const char*> lines;  // X-Forwarded-For, in the order of the message
  const char* expected;
};

const AddressRow kRows[] = {
    {"direct", "203.0.113.5", {}, "203.0.113.5"},
    {"direct IPv6", "2001:db8::5", {}, "2001:db8::5"},
    {"a forged header of a direct caller", "203.0.113.5", {"1.1.1.1"}, "203.0.113.5"},
    {"a forged chain of a direct caller", "203.0.113.5", {"1.1.1.1, 10.0.0.1"}, "203.0.113.5"},
    {"forged from loopback, not trusted", "127.0.0.1", {"1.1.1.1"}, "127.0.0.1"},
    {"proxy without the header", "10.0.0.1", {}, "10.0.0.1"},
    {"one hop", "10.0.0.1", {"203.0.113.5"}, "203.0.113.5"},
    {"one hop from an IPv6 proxy", "fd00::1", {"203.0.113.5"}, "203.0.113.5"},
    {"another IPv6 host is no proxy", "fd00::2", {"203.0.113.5"}, "fd00::2"},
    {"mapped proxy", "::ffff:10.0.0.1", {"203.0.113.5"}, "203.0.113.5"},
    {"the leftmost is set by the caller", "10.0.0.1", {"1.1.1.1, 203.0.113.5"}, "203.0.113.5"},
    {"two proxies", "10.0.0.1", {"203.0.113.5, 10.0.0.2"}, "203.0.113.5"},
    {"three proxies", "10.0.0.1", {"203.0.113.5, 10.0.0.3, 10.0.0.2"}, "203.0.113.5"},
    {"a trusted address left of the client", "10.0.0.1", {"10.9.9.9, 203.0.113.5"}, "203.0.113.5"},
    {"trusted, client, trusted", "10.0.0.1", {"10.9.9.9, 203.0.113.5, 10.0.0.2"}, "203.0.113.5"},
    {"only proxies: the farthest", "10.0.0.1", {"10.0.0.3, 10.0.0.2"}, "10.0.0.3"},
    {"two lines join in order", "10.0.0.1", {"1.1.1.1", "203.0.113.5"}, "203.0.113.5"},
    {"two lines, proxy last", "10.0.0.1", {"203.0.113.5", "10.0.0.2"}, "203.0.113.5"},
    {"no spaces", "10.0.0.1", {"1.1.1.1,203.0.113.5"}, "203.0.113.5"},
    {"many spaces and tabs", "10.0.0.1", {"1.1.1.1 ,\t 203.0.113.5  "}, "203.0.113.5"},
    {"IPv4 with port", "10.0.0.1", {"203.0.113.5:41234"}, "203.0.113.5"},
    {"IPv6", "10.0.0.1", {"2001:db8::5"}, "2001:db8::5"},
    {"IPv6 in brackets", "10.0.0.1", {"[2001:db8::5]"}, "2001:db8::5"},
    {"IPv6 in brackets with port", "10.0.0.1", {"[2001:db8::5]:443"}, "2001:db8::5"},
    {"IPv6 behind an IPv6 proxy", "10.0.0.1", {"2001:db8::5, fd00::1"}, "2001:db8::5"},
    {"mapped client", "10.0.0.1", {"::ffff:203.0.113.5"}, "::ffff:203.0.113.5"},
    {"empty header", "10.0.0.1", {""}, "10.0.0.1"},
    {"blank header", "10.0.0.1", {"  "}, "10.0.0.1"},
    {"only a comma", "10.0.0.1", {","}, "10.0.0.1"},
    {"empty last hop", "10.0.0.1", {"203.0.113.5, "}, "10.0.0.1"},
    {"a comma at the end", "10.0.0.1", {"203.0.113.5,"}, "10.0.0.1"},
    {"empty hop between", "10.0.0.1", {"203.0.113.5, , 10.0.0.2"}, "10.0.0.2"},
    {"unknown", "10.0.0.1", {"unknown"}, "10.0.0.1"},
    {"unknown behind a proxy", "10.0.0.1", {"1.1.1.1, unknown, 10.0.0.2"}, "10.0.0.2"},
    {"a name", "10.0.0.1", {"example.com"}, "10.0.0.1"},
    {"a range is no address", "10.0.0.1", {"203.0.113.0/24"}, "10.0.0.1"},
    {"malformed left of the client is not reached", "10.0.0.1", {"x, 203.0.113.5"}, "203.0.113.5"},
    {"an octet too large", "10.0.0.1", {"203.0.113.500"}, "10.0.0.1"},
    {"three octets", "10.0.0.1", {"203.0.113"}, "10.0.0.1"},
    {"an unclosed bracket", "10.0.0.1", {"[2001:db8::5"}, "10.0.0.1"},
    {"text after the bracket", "10.0.0.1", {"[2001:db8::5]x"}, "10.0.0.1"},
    {"script in the header", "10.0.0.1", {"<script>"}, "10.0.0.1"},
    {"a line of nothing but proxies, then the client",
     "10.0.0.1",
     {"203.0.113.5", "10.0.0.3, 10.0.0.2"},
     "203.0.113.5"},
};

TEST(ClientAddress, IsTheFirstUntrustedHopFromTheRight) {
  for (const auto& row : kRows) {
    http::RequestHead head;
    head.peer = row.peer;
    for (const auto* line : row.lines) head.headers.add("x-forwarded-for", line);
    EXPECT_EQ(client_address(head, kProxies), row.expected) << row.why;
  }
}

const AddressRow kForwarded[] = {
    {"one hop", "10.0.0.1", {"for=203.0.113.5"}, "203.0.113.5"},
    {"a direct caller", "203.0.113.9", {"for=203.0.113.5"}, "203.0.113.9"},
    {"names and case", "10.0.0.1", {"By=10.0.0.1;FOR=203.0.113.5;Proto=https"}, "203.0.113.5"},
    {"blanks", "10.0.0.1", {" for=203.0.113.5 ; proto=http "}, "203.0.113.5"},
    {"IPv4 with port", "10.0.0.1", {"for=\"203.0.113.5:4711\""}, "203.0.113.5"},
    {"IPv4 with port, not quoted", "10.0.0.1", {"for=203.0.113.5:4711"}, "203.0.113.5"},
    {"IPv6", "10.0.0.1", {"for=\"[2001:db8::5]\""}, "2001:db8::5"},
    {"IPv6 with port", "10.0.0.1", {"for=\"[2001:db8::5]:4711\""}, "2001:db8::5"},
    {"IPv6, not quoted", "10.0.0.1", {"for=[2001:db8::5]"}, "2001:db8::5"},
    {"escapes", "10.0.0.1", {"for=\"203.0.113.5\";host=\"a\\\",b\""}, "203.0.113.5"},
    {"a comma in a quoted string", "10.0.0.1", {"host=\"a,b\";for=203.0.113.5"}, "203.0.113.5"},
    {"two proxies", "10.0.0.1", {"for=203.0.113.5, for=10.0.0.2"}, "203.0.113.5"},
    {"two lines", "10.0.0.1", {"for=1.1.1.1", "for=203.0.113.5"}, "203.0.113.5"},
    {"the leftmost is set by the caller",
     "10.0.0.1",
     {"for=1.1.1.1,for=203.0.113.5"},
     "203.0.113.5"},
    {"unknown", "10.0.0.1", {"for=unknown"}, "10.0.0.1"},
    {"obfuscated", "10.0.0.1", {"for=_hidden"}, "10.0.0.1"},
    {"obfuscated behind a proxy", "10.0.0.1", {"for=1.1.1.1, for=_x, for=10.0.0.2"}, "10.0.0.2"},
    {"an element without for", "10.0.0.1", {"for=1.1.1.1, proto=https"}, "10.0.0.1"},
    {"for twice", "10.0.0.1", {"for=1.1.1.1;for=203.0.113.5"}, "10.0.0.1"},
    {"an open quote of the caller",
     "10.0.0.1",
     {"for=\"1.1.1.1", "for=203.0.113.5"},
     "203.0.113.5"},
    {"an open quote in the same line", "10.0.0.1", {"for=\"1.1.1.1, for=203.0.113.5"}, "10.0.0.1"},
    {"no pair", "10.0.0.1", {"203.0.113.5"}, "10.0.0.1"},
    {"empty", "10.0.0.1", {""}, "10.0.0.1"},
};

TEST(ClientAddress, IsReadFromForwardedToo) {
  for (const auto& row : kForwarded) {
    http::RequestHead head;
    head.peer = row.peer;
    for (const auto* line : row.lines) head.headers.add("forwarded", line);
    EXPECT_EQ(client_address(head, kProxies), row.expected) << row.why;
  }
}

TEST(ClientAddress, IsThePeerWhenTheTwoHeadersDisagree) {
  struct Row {
    const char *legacy, *forwarded, *expected;
  };
  const Row rows[] = {
      {"203.0.113.5", "for=203.0.113.5", "203.0.113.5"},
      {"2001:db8:0::5", "for=\"[2001:DB8::5]:80\"", "2001:DB8::5"},
      {"1.1.1.1, 203.0.113.5", "for=203.0.113.5", "203.0.113.5"},
      {"203.0.113.5", "for=1.1.1.1", "10.0.0.1"},
      {"1.1.1.1", "for=203.0.113.5", "10.0.0.1"},
      {"203.0.113.5", "for=_x", "10.0.0.1"},
      {"unknown", "for=203.0.113.5", "10.0.0.1"},
  };
  for (const Row& row : rows) {
    http::RequestHead head;
    head.peer = "10.0.0.1";
    head.headers.add("X-Forwarded-For", row.legacy);
    head.headers.add("Forwarded", row.forwarded);
    EXPECT_EQ(client_address(head, kProxies), row.expected) << row.legacy << row.forwarded;
  }
}

TEST(ClientAddress, IgnoresTheHeadersWithoutTrustedProxies) {
  http::RequestHead head;
  head.peer = "10.0.0.1";
  head.headers.add("X-Forwarded-For", "203.0.113.5");
  head.headers.add("Forwarded", "for=203.0.113.5");
  EXPECT_EQ(client_address(head, {}), "10.0.0.1");
}

}  // namespace
}  // namespace vip
