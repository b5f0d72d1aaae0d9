#include "core/bytes.h"

#include <gtest/gtest.h>

namespace vip {
namespace {

TEST(Sha256, AgreesWithFips180) {
  EXPECT_EQ(hex(as_view(sha256("abc"))),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex(as_view(sha256(""))),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Sha256, IsTheSameInPieces) {
  Sha256 pieces;
  pieces.add("a");
  pieces.add("");
  pieces.add("bc");
  EXPECT_EQ(pieces.finish(), sha256("abc"));
  EXPECT_EQ(Sha256{}.finish(), sha256(""));
}

TEST(Digest, IsReadBackFromHexadecimal) {
  const auto digest = sha256("abc");
  const auto text = hex(as_view(digest));
  EXPECT_EQ(digest_from_hex(text), digest);
  EXPECT_FALSE(digest_from_hex(""));
  EXPECT_FALSE(digest_from_hex(text.substr(1)));
  EXPECT_FALSE(digest_from_hex(text + "0"));
  EXPECT_FALSE(digest_from_hex("g" + text.substr(1)));
  EXPECT_FALSE(digest_from_hex("BA" + text.substr(2)));
}

TEST(HmacSha256, AgreesWithRfc4231) {
  EXPECT_EQ(hex(as_view(hmac_sha256("Jefe", "what do ya want for nothing?"))),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hex(as_view(hmac_sha256(std::string(20, '\x0b'), "Hi There"))),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
}

TEST(HmacSha256, TakesAnEmptyKeyAsAKey) {
  hmac_sha256("another key", "");
  EXPECT_EQ(hex(as_view(hmac_sha256({}, {}))),
            "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(EqualConstantTime, ComparesAllBytes) {
  EXPECT_TRUE(equal_constant_time("", ""));
  EXPECT_TRUE(equal_constant_time("secret", "secret"));
  EXPECT_FALSE(equal_constant_time("secret", "secreT"));
  EXPECT_FALSE(equal_constant_time("secret", "secre"));
  EXPECT_FALSE(equal_constant_time(std::string_view{"a\0b", 3}, std::string_view{"a\0c", 3}));
}

TEST(RandomBytes, HaveTheRequestedLengthAndDiffer) {
  EXPECT_EQ(random_bytes(0).size(), 0U);
  EXPECT_EQ(random_bytes(33).size(), 33U);
  EXPECT_NE(random_bytes(16), random_bytes(16));
}

struct Spelling {
  std::string_view bytes;
  std::string_view standard;
  std::string_view url_safe;
};

constexpr Spelling kSpellings[] = {
    {"", "", ""},
    {"f", "Zg==", "Zg"},
    {"fo", "Zm8=", "Zm8"},
    {"foo", "Zm9v", "Zm9v"},
    {"foob", "Zm9vYg==", "Zm9vYg"},
    {"fooba", "Zm9vYmE=", "Zm9vYmE"},
    {"foobar", "Zm9vYmFy", "Zm9vYmFy"},
    {"\xfb\xff\xfe", "+//+", "-__-"},
};

TEST(Base64, IsWrittenAndReadInBothAlphabets) {
  for (const auto& [bytes, standard, url_safe] : kSpellings) {
    EXPECT_EQ(base64(bytes), standard);
    EXPECT_EQ(from_base64(standard), bytes);
    EXPECT_EQ(base64url(bytes), url_safe);
    EXPECT_EQ(from_base64url(url_safe), bytes);
  }
}

TEST(Base64, OfEveryByteComesBack) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  EXPECT_EQ(from_base64(base64(bytes)), bytes);
  EXPECT_EQ(from_base64url(base64url(bytes)), bytes);
}

TEST(Base64, HasOneSpellingOnly) {
  for (const char* text : {"Zg", "Zg=", "Zh==", "Zm9=", "Z===", "====", "=",
                           "Zm9v=", "Zm9v====", "Zm 9", "Zm-_", "Zg==Zg=="}) {
    EXPECT_EQ(from_base64(text), std::nullopt) << text;
  }
  for (const char* text : {"Z", "Zg==", "Zh", "Zm9", "Zm+/", "Zm9vY", "Zm9v\n"}) {
    EXPECT_EQ(from_base64url(text), std::nullopt) << text;
  }
}

TEST(Hex, IsLowerCase) { EXPECT_EQ(hex(std::string_view{"\x00\x0f\xab\xff", 4}), "000fabff"); }

}  // namespace
}  // namespace vip
