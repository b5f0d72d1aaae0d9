// How the server begins and ends: addresses, signals, what is in flight.

#include <signal.h>

#include "net/test_server.h"

namespace vip::net {
namespace {

TEST_F(Net, FinishesWhatIsInFlightWhenItStops) {
  serve();
  Client busy{port()};
  Client idle{port()};
  idle.send(get("/echo"));
  EXPECT_THAT(idle.answer(), StartsWith("HTTP/1.1 200"));
  busy.send(post("/slow", "x"));
  while (application.admitted < 2) std::this_thread::sleep_for(1ms);
  const auto begin = std::chrono::steady_clock::now();
  std::thread stopper{[&] { server->stop(10s); }};
  const auto answer = busy.answer();
  EXPECT_THAT(answer, HasSubstr("\r\nConnection: close\r\n"));
  EXPECT_EQ(body_of(answer), "later x");
  EXPECT_TRUE(busy.ended());
  EXPECT_TRUE(idle.ended());
  stopper.join();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 3s);
  EXPECT_FALSE(Client{port()}.connected());
}

TEST_F(Net, WaitsNoLongerThanItsPatience) {
  serve();
  Client client{port()};
  client.send(get("/never"));
  while (application.admitted < 1) std::this_thread::sleep_for(1ms);
  const auto begin = std::chrono::steady_clock::now();
  server->stop(100ms);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 2s);
  EXPECT_TRUE(client.ended());
}

TEST_F(Net, SurvivesAnswersAfterItsEnd) {
  serve();
  Client client{port()};
  client.send(get("/slow"));
  while (application.admitted < 1) std::this_thread::sleep_for(1ms);
  server->stop(0ms);
  server.reset();
  std::this_thread::sleep_for(400ms);
}

TEST_F(Net, LosesNoRequestWhenItStopsUnderLoad) {
  for (int round = 0; round < 2; ++round) {
    serve();
    std::atomic<int> lost{0};
    std::atomic<int> done{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] {
        while (true) {
          Client client{port()};
          if (!client.connected()) return;
          client.send(post("/later", "x"));
          client.answer().ends_with("later x") ? ++done : ++lost;
        }
      });
    }
    while (done < 50) std::this_thread::sleep_for(1ms);
    server->stop(5s);
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(lost, 0);
  }
}

TEST(SignalsDeathTest, AreWaitedForAndTheSecondEnds) {
  const auto raise_and_wait = [] {
    block_signals();
    kill(getpid(), SIGTERM);
    return wait_for_signal();
  };
  EXPECT_EXIT(_exit(raise_and_wait() == SIGTERM ? 0 : 1), testing::ExitedWithCode(0), "");
  EXPECT_EXIT(
      {
        raise_and_wait();
        kill(getpid(), SIGINT);
        _exit(0);
      },
      testing::KilledBySignal(SIGINT), "");
}

TEST(Server, SaysWhatItCannotListenOn) {
  TestApplication application;
  const Server first{application, {"127.0.0.1", 0}, {}, 1};
  for (const auto& listen : {Listen{"127.0.0.1", first.port()}, Listen{"192.0.2.1", 1}}) {
    try {
      const Server second{application, listen, {}, 1};
      FAIL() << "bound";
    } catch (const std::system_error& error) {
      EXPECT_THAT(error.what(), HasSubstr(listen.host + ":" + std::to_string(listen.port)));
    }
  }
}

}  // namespace
}  // namespace vip::net
