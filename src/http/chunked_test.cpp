#include "http/chunked.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error_codes.h"

namespace vip::http {
namespace {

struct Outcome {
  std::string body;
  std::size_t used = 0;
  bool done = false;
  std::optional<ErrorCode> error;
};

Outcome decode(std::string_view bytes, std::size_t step, std::size_t limit = 1000) {
  ChunkedDecoder decoder{limit};
  Outcome outcome;
  for (std::size_t at = 0; at < bytes.size() && !decoder.done(); at += step) {
    const auto used = decoder.decode(bytes.substr(at, step), outcome.body);
    if (!used) {
      outcome.error = used.error().code;
      return outcome;
    }
    outcome.used += *used;
  }
  outcome.done = decoder.done();
  return outcome;
}

TEST(ChunkedDecoder, DecodesPiecesOfAnySize) {
  const std::string bytes = "3\r\nabc\r\n00a;x=\"1\"\r\n0123456789\r\n0\r\nTrailer: v\r\n\r\n";
  for (std::size_t step = 1; step <= bytes.size(); ++step) {
    const auto outcome = decode(bytes, step);
    EXPECT_TRUE(outcome.done) << step;
    EXPECT_EQ(outcome.body, "abc0123456789") << step;
    EXPECT_EQ(outcome.used, bytes.size()) << step;
  }
}

TEST(ChunkedDecoder, DoesNotConsumeBytesAfterTheBody) {
  const auto outcome = decode("0\r\n\r\nGET / HTTP/1.1", 1000);
  EXPECT_TRUE(outcome.done);
  EXPECT_EQ(outcome.used, 5U);
}

TEST(ChunkedDecoder, RefusesInvalidChunks) {
  for (const std::string_view bytes : {
           "\r\nabc\r\n",
           "g\r\n",
           "0x3\r\nabc\r\n",
           "+3\r\nabc\r\n",
           "-3\r\nabc\r\n",
           " 3\r\nabc\r\n",
           "3 \r\nabc\r\n",
           "3\nabc\r\n",
           "3\rabc\r\n",
           "3\r\nabcd\r\n",
           "3\r\nabc\n0\r\n\r\n",
           "3\r\nabc0\r\n\r\n",
           "3\r\nab\r\n0\r\n\r\n",
           "00000000000000003\r\nabc\r\n",
           "3;a\nb\r\nabc\r\n",
           "3;\x01\r\nabc\r\n",
           ";a\r\n",
           "0\r\nTrailer\r\n\r\n",
           "0\r\nTra iler: v\r\n\r\n",
           "0\r\n folded: v\r\n\r\n",
           "0\r\n\n",
           "3_\r\nabc\r\n",
           "3,3\r\nabc\r\n",
       }) {
    for (const std::size_t step : {std::size_t{1}, std::size_t{1000}}) {
      const auto outcome = decode(bytes, step);
      EXPECT_EQ(outcome.error, errors::malformed_http) << bytes << " by " << step;
    }
  }
}

TEST(ChunkedDecoder, EnforcesTheLimitBeforeTheBytesArrive) {
  EXPECT_TRUE(decode("5\r\nabcde\r\n5\r\nabcde\r\n0\r\n\r\n", 1000, 10).done);
  EXPECT_EQ(decode("5\r\nabcde\r\n6\r\na", 1000, 10).error, errors::body_too_large);
  EXPECT_EQ(decode("ffffffffffffffff\r\na", 1000, 10).error, errors::body_too_large);
}

TEST(ChunkedDecoder, BoundsExtensionsAndTrailers) {
  const std::string extension = "1;" + std::string(2000, 'x') + "\r\na\r\n";
  std::string many;
  for (int i = 0; i < 10; ++i) many += extension;
  EXPECT_EQ(decode(many, 1000).error, errors::malformed_http);
  EXPECT_EQ(decode("0\r\nA: " + std::string(20'000, 'x'), 1000).error, errors::malformed_http);
  EXPECT_TRUE(decode("0\r\nA: " + std::string(1'000, 'x') + "\r\n\r\n", 1000).done);
}

}  // namespace
}  // namespace vip::http
