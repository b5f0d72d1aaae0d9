#include "http/gzip_decoder.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <random>

#include "core/error_codes.h"

namespace vip::http {
namespace {

std::string gzip(std::string_view text) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

struct Unpacked {
  std::string content;
  std::string code;  // empty: decoded
};

Unpacked unpack(std::string_view bytes, std::size_t piece, std::uint64_t limit = 1'000'000) {
  GzipDecoder decoder{limit};
  Unpacked result;
  Check done;
  for (; done && !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size())))
    done = decoder.decode(bytes.substr(0, piece), [&](std::string_view content) -> Check {
      EXPECT_FALSE(content.empty());
      result.content.append(content);
      return {};
    });
  if (done) done = decoder.end();
  if (!done) result.code = info(done.error().code).name;
  return result;
}

class GzipPieces : public testing::TestWithParam<std::size_t> {};

TEST_P(GzipPieces, GiveTheContent) {
  std::mt19937 random{1};
  std::string noise(200'000, '\0');
  for (char& c : noise) c = static_cast<char>(random());
  for (const std::string& content : {std::string{"{}"}, std::string(300'000, 'a'), noise}) {
    const auto decoded = unpack(gzip(content), GetParam());
    EXPECT_EQ(decoded.code, "");
    EXPECT_TRUE(decoded.content == content) << decoded.content.size();
  }
}

TEST_P(GzipPieces, MayBeSeveralMembers) {
  EXPECT_EQ(unpack(gzip("ab") + gzip("") + gzip("cd"), GetParam()).content, "abcd");
  EXPECT_EQ(unpack("", GetParam()).code, "");
  EXPECT_EQ(unpack(gzip(""), GetParam()).content, "");
}

TEST_P(GzipPieces, AreRefusedWhenTheyAreNotWholeGzip) {
  const std::string whole = gzip("some content, long enough to be cut anywhere");
  for (std::size_t size = 1; size < whole.size(); ++size)
    EXPECT_EQ(unpack(whole.substr(0, size), GetParam()).code, "malformed-http") << size;
  for (const std::string& after : {std::string("x"), std::string(1, '\0'), whole.substr(0, 12)})
    EXPECT_EQ(unpack(whole + after, GetParam()).code, "malformed-http") << after;
  EXPECT_EQ(unpack("{}", GetParam()).code, "malformed-http");
  EXPECT_EQ(unpack(whole.substr(1), GetParam()).code, "malformed-http");
  std::string damaged = whole;
  damaged[damaged.size() - 5] = static_cast<char>(damaged[damaged.size() - 5] ^ 1);  // its checksum
  EXPECT_EQ(unpack(damaged, GetParam()).code, "malformed-http");
}

TEST_P(GzipPieces, AreBoundedAsDecoded) {
  std::string zeros;
  zeros.resize(50'000'000);
  const std::string bomb = gzip(zeros);
  const auto decoded = unpack(bomb, GetParam(), 100'000);
  EXPECT_EQ(decoded.code, "body-too-large");
  EXPECT_LE(decoded.content.size(), 200'000U);
  EXPECT_EQ(unpack(gzip(std::string(100'000, 'a')), GetParam(), 100'000).code, "");
  EXPECT_EQ(unpack(gzip(std::string(100'001, 'a')), GetParam(), 100'000).code, "body-too-large");
  EXPECT_EQ(
      unpack(gzip(std::string(60'000, 'a')) + gzip(std::string(60'000, 'a')), GetParam(), 100'000)
          .code,
      "body-too-large");
}

INSTANTIATE_TEST_SUITE_P(Sizes, GzipPieces, testing::Values(1, 7, 4096, 10'000'000));

TEST(BodyCoding, IsGzipOrNone) {
  struct Case {
    std::string field;
    BodyCoding coding;
  };
  using enum BodyCoding;
  for (const auto& [field, coding] : std::vector<Case>{{"", identity},
                                                       {"identity", identity},
                                                       {"Identity, identity", identity},
                                                       {"gzip", gzip},
                                                       {"X-GZIP", gzip},
                                                       {"gzip, identity", gzip},
                                                       {" , gzip", gzip},
                                                       {"gzip, gzip", unknown},
                                                       {"br, gzip", unknown},
                                                       {"gzip, br", unknown},
                                                       {"deflate", unknown},
                                                       {"zstd", unknown},
                                                       {"*", unknown}}) {
    Headers headers;
    headers.add("content-encoding", field);
    EXPECT_EQ(body_coding(headers), coding) << field;
  }
  EXPECT_EQ(body_coding({}), identity);
}

}  // namespace
}  // namespace vip::http
