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

TEST(ClientAddress, IgnoresTheHeaderWithoutTrustedProxies) {
  http::RequestHead head;
  head.peer = "10.0.0.1";
  head.headers.add("X-Forwarded-For", "203.0.113.5");
  EXPECT_EQ(client_address(head, {}), "10.0.0.1");
}

}  // namespace
}  // namespace vip
