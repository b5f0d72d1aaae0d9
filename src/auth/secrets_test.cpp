#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <set>

#include "auth/failure_throttle.h"
#include "platform/client_secret.h"
#include "platform/key_ring.h"
#include "platform/master_key.h"
#include "platform/test_platform.h"

namespace vip {
namespace {

TEST(ClientSecret, IsRecognisableAndUnique) {
  std::set<std::string> seen;
  for (int i = 0; i < 200; ++i) {
    const auto secret = make_client_secret(Environment::sandbox);
    EXPECT_TRUE(secret.starts_with("vip_test_"));
    EXPECT_TRUE(has_secret_form(secret));
    EXPECT_TRUE(seen.insert(secret).second);
  }
  EXPECT_TRUE(make_client_secret(Environment::production).starts_with("vip_live_"));
}

TEST(ClientSecret, OneWrongLetterInvalidatesTheChecksum) {
  const auto secret = make_client_secret(Environment::sandbox);
  for (std::size_t i = 0; i < secret.size(); ++i) {
    auto wrong = secret;
    wrong[i] = wrong[i] == 'x' ? 'y' : 'x';
    EXPECT_FALSE(has_secret_form(wrong)) << i;
  }
  EXPECT_FALSE(has_secret_form(""));
  EXPECT_FALSE(has_secret_form(secret + "0"));
}

TEST(ClientSecret, ItsMacIsBoundToTheClientAndTheServer) {
  EXPECT_NE(secret_mac("k", "a", "s"), secret_mac("k", "b", "s"));
  EXPECT_NE(secret_mac("k", "a", "s"), secret_mac("l", "a", "s"));
  EXPECT_NE(secret_mac("k", "as", ""), secret_mac("k", "a", "s"));
}

TEST(MasterKey, SealedTextOpensOnlyUnchangedAndWithItsLabel) {
  const MasterKey master{std::string(32, 'm')};
  const auto sealed = master.seal("the private key", "label");
  EXPECT_EQ(sealed.find("private"), std::string::npos);
  EXPECT_EQ(master.open(sealed, "label"), "the private key");
  EXPECT_FALSE(master.open(sealed, "another"));
  EXPECT_FALSE(MasterKey{std::string(32, 'n')}.open(sealed, "label"));
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    auto changed = sealed;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(master.open(changed, "label")) << i;
  }
  EXPECT_FALSE(master.open("short", "label"));
}

TEST(Platform, GeneratesKeysInTheBackgroundOnRequest) {
  const test::TemporaryDirectory directory;
  Platform platform{directory.path(), system_clock(), {}, Platform::KeysAre::made_meanwhile};
  EXPECT_EQ(platform.keys()->current(), nullptr);
  EXPECT_TRUE(platform.records().keys.empty());
  platform.complete_keys();
  const auto keys = platform.keys();
  ASSERT_NE(keys->current(), nullptr);
  EXPECT_EQ(platform.records().keys.size(), 2U) << "current and next";
  platform.complete_keys();
  EXPECT_EQ(platform.keys()->current()->kid, keys->current()->kid) << "made once";
}

TEST(MasterKey, ItsFileIsForTheOwnerOnly) {
  const test::TemporaryDirectory directory;
  const auto path = directory.path() + "/master.key";
  EXPECT_THROW(MasterKey::load(directory.path(), false), std::runtime_error);
  const auto made = MasterKey::load(directory.path(), true).derive("x");
  EXPECT_EQ(MasterKey::load(directory.path(), false).derive("x"), made);
  struct stat status {};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  ::chmod(path.c_str(), 0644);
  EXPECT_THROW(MasterKey::load(directory.path(), false), std::runtime_error);
  ::chmod(path.c_str(), 0600);
  std::ofstream{path, std::ios::app} << "x";
  EXPECT_THROW(MasterKey::load(directory.path(), false), std::runtime_error);
}

TEST(FailureThrottle, ThrottlesByAddressAndClientForALimitedTime) {
  FailureThrottle throttle{{.per_client_and_address = 3, .per_address = 5}};
  Instant now{1'000'000};
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(throttle.failed("192.0.2.1", "a", now));
  EXPECT_TRUE(throttle.failed("192.0.2.1", "a", now));
  EXPECT_FALSE(throttle.failed("192.0.2.2", "a", now)) << "another address is not affected";
  EXPECT_FALSE(throttle.failed("192.0.2.1", "b", now)) << "the address has one failure left";
  EXPECT_TRUE(throttle.failed("192.0.2.1", "c", now))
      << "an address cannot continue with other clients";
  now.milliseconds += 61'000;
  EXPECT_FALSE(throttle.failed("192.0.2.1", "a", now));
}

TEST(FailureThrottle, AnIpv6NetworkCountsAsOneHost) {
  FailureThrottle throttle{{.per_client_and_address = 2, .per_address = 100}};
  const Instant now{1'000'000};
  EXPECT_FALSE(throttle.failed("2001:db8:1:2:3::1", "a", now));
  EXPECT_FALSE(throttle.failed("2001:db8:1:2:4::1", "a", now));
  EXPECT_TRUE(throttle.failed("2001:db8:1:2:5::1", "a", now));
  EXPECT_FALSE(throttle.failed("2001:db8:1:3::1", "a", now));
}

}  // namespace
}  // namespace vip
