// Bodies that never stand in memory as a whole: into a sink as they arrive, from a source as the
// reader takes them.

#include <sys/socket.h>

#include "net/test_server.h"

namespace vip::net {
namespace {

std::string chunked(std::string_view path) {
  return std::string{"POST "}.append(path).append(
      " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
}

std::string announced(std::string_view path, std::size_t length) {
  return std::string{"POST "}
      .append(path)
      .append(" HTTP/1.1\r\nHost: a\r\nContent-Length: ")
      .append(std::to_string(length))
      .append("\r\n\r\n");
}

template <class Condition>
bool soon(Condition condition) {
  for (int i = 0; i < 200 && !condition(); ++i) std::this_thread::sleep_for(10ms);
  return condition();
}

TEST_F(Net, GivesABodyToItsSinkInPieces) {
  serve();
  Client client{port()};
  // NOLINTNEXTLINE(bugprone-string-constructor): a body of megabytes is meant
  client.send(post("/sink", std::string(20'000'000, 'x')));
  EXPECT_EQ(body_of(client.answer()), "20000000");
  client.send(chunked("/sink"));
  for (int i = 0; i < 100; ++i) client.send("186A0\r\n" + std::string(100'000, 'x') + "\r\n");
  client.send("0\r\n\r\n" + post("/sink", "a") + post("/sink", "") + post("/echo", "in step"));
  EXPECT_EQ(body_of(client.answer()), "10000000");
  EXPECT_EQ(body_of(client.answer()), "1");
  EXPECT_THAT(client.answer(), StartsWith("HTTP/1.1 200"));  // no body, so no sink
  EXPECT_EQ(body_of(client.answer()), "in step");
  EXPECT_EQ(application.sunk.ended, 3);
  EXPECT_EQ(application.sunk.abandoned, 0);
  EXPECT_LE(application.sunk.largest_piece, 128U * 1024);
}

TEST_F(Net, DropsASinkWhoseBodyBreaksOff) {
  serve();
  {
    Client client{port()};
    client.send(announced("/sink", 1000) + "half of it");
    Client other{port()};
    other.send(chunked("/sink") + "5\r\nhel");
    EXPECT_TRUE(client.is_quiet(50ms));
  }
  EXPECT_TRUE(soon([&] { return application.sunk.abandoned == 2; }));
  EXPECT_EQ(application.sunk.ended, 0);
}

TEST_F(Net, DropsTheSinkOfABadOrTooLargeBody) {
  serve();
  EXPECT_THAT(whole_talk(chunked("/sink") + "5\r\nhello\r\nzz\r\n"), StartsWith("HTTP/1.1 400"));
  EXPECT_TRUE(soon([&] { return application.sunk.abandoned == 1; }));
  EXPECT_THAT(whole_talk(announced("/sink", 100'000'001)), StartsWith("HTTP/1.1 413"));
  EXPECT_EQ(application.sunk.abandoned, 1);  // refused before there was a sink
  EXPECT_THAT(whole_talk(chunked("/sink") + "5\r\nhello\r\n5f5e0fd\r\n"),
              StartsWith("HTTP/1.1 413"));
  EXPECT_TRUE(soon([&] { return application.sunk.abandoned == 2; }));
  EXPECT_EQ(application.sunk.ended, 0);
}

TEST_F(Net, RefusesABodyBeforeItIsSent) {
  serve();
  Client client{port()};
  client.send(
      "POST /sink/unwanted HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\nExpect: "
      "100-continue\r\n\r\n");
  EXPECT_THAT(client.answer(), StartsWith("HTTP/1.1 400"));
  EXPECT_EQ(application.sunk.ended + application.sunk.abandoned, 0);
}

TEST_F(Net, TellsWhatTheSinkRefuses) {
  serve();
  for (const auto& [path, status] : std::vector<std::pair<std::string, std::string>>{
           {"/sink/refuses", "415"}, {"/sink/refuses-end", "400"}, {"/sink/throws", "500"}}) {
    const auto answer = whole_talk(post(path, "hello") + get("/echo"));
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 " + status)) << path;
    EXPECT_THAT(answer, HasSubstr("\r\nConnection: close\r\n")) << path;
    EXPECT_THAT(answer, Not(HasSubstr("secret"))) << path;
  }
  EXPECT_EQ(application.sunk.ended, 0);
  EXPECT_TRUE(soon([&] { return application.sunk.abandoned == 3; }));
}

// The sender of a large upload mostly looks for the answer only when all is sent.
TEST_F(Net, LetsTheSenderOfARefusedUploadFindTheAnswer) {
  serve();
  Client client{port()};
  // NOLINTNEXTLINE(bugprone-string-constructor): a body of megabytes is meant
  client.send(post("/sink/refuses", std::string(30'000'000, 'x')));
  const auto answer = client.answer();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 415"));
}

TEST_F(Net, TimesSunkBodiesByTheirProgress) {
  auto limits = short_limits();
  limits.bulk_step = 1000;
  serve(limits);
  Client steady{port()};
  steady.send(chunked("/sink"));
  for (int i = 0; i < 10; ++i) {
    std::this_thread::sleep_for(50ms);
    steady.send("3e8\r\n" + std::string(1000, 'x') + "\r\n");
  }
  steady.send("0\r\n\r\n");
  EXPECT_EQ(body_of(steady.answer()), "10000");
  Client slow{port()};
  slow.send(announced("/sink", 100));
  EXPECT_THAT(slow.answer(), StartsWith("HTTP/1.1 408"));
  EXPECT_EQ(application.sunk.abandoned, 1);
}

TEST_F(Net, SendsABodyFromItsSource) {
  serve();
  Client client{port()};
  client.send(get("/source") + get("/source/empty") + post("/echo", "after"));
  std::this_thread::sleep_for(50ms);
  const auto body = body_of(client.answer());
  ASSERT_EQ(body.size(), 20'000'000U);
  for (std::size_t i = 0; i < body.size(); ++i) ASSERT_EQ(body[i], TestSource::letter(i)) << i;
  EXPECT_THAT(client.answer(), HasSubstr("\r\nContent-Length: 0\r\n"));
  EXPECT_EQ(body_of(client.answer()), "after");
}

TEST_F(Net, TellsTheLengthOfASourceToHead) {
  serve();
  Client client{port()};
  client.send("HEAD /source HTTP/1.1\r\nHost: a\r\n\r\n" + post("/echo", "after"));
  EXPECT_THAT(client.answer(false), HasSubstr("\r\nContent-Length: 20000000\r\n"));
  EXPECT_EQ(body_of(client.answer()), "after");
}

TEST_F(Net, CutsTheConnectionWhenASourceFails) {
  serve();
  const auto answer = whole_talk(get("/source/fails") + get("/echo"));
  EXPECT_THAT(answer, HasSubstr("\r\nContent-Length: 20000000\r\n"));
  EXPECT_EQ(body_of(answer).size(), 99'999U);
}

// The kernel takes megabytes at once and then nothing for long: what counts is what the reader
// takes.
TEST_F(Net, KeepsAReaderThatIsSlowButSteady) {
  auto limits = short_limits();
  limits.bulk_timeout = 300ms;
  serve(limits);
  Client client{port()};
  client.send(get("/source"));
  std::size_t got = 0;
  const auto begin = std::chrono::steady_clock::now();
  while (std::chrono::steady_clock::now() - begin < 1500ms) {
    got += client.some(200'000);
    std::this_thread::sleep_for(50ms);
  }
  got += client.rest().size();
  EXPECT_GT(got, 20'000'000U);
}

TEST_F(Net, DropsAReaderOfASourceThatTakesTooLittle) {
  serve(short_limits());
  Client client{port()};
  client.send(get("/source"));
  std::this_thread::sleep_for(2s);
  EXPECT_LT(client.rest().size(), 20'000'000U);
}

}  // namespace
}  // namespace vip::net
