#include "core/observation.h"

#include <gtest/gtest.h>

#include <vector>

namespace vip {
namespace {

class Recorder final : public Observer {
 public:
  void on_event(const Observation& observation) override { seen_.push_back(observation); }
  const std::vector<Observation>& all() const { return seen_; }

 private:
  std::vector<Observation> seen_;
};

TEST(Observe, ReachesEveryInterpreter) {
  // Interpreters live to the end of the process.
  static Recorder log;
  static Recorder metrics;
  observe(event::ServerStopping{"nobody listens yet"});
  add_observer(log);
  add_observer(metrics);
  observe(event::ServerStopping{"asked to"});
  for (const Recorder* recorder : {&log, &metrics}) {
    ASSERT_EQ(recorder->all().size(), 1U);
    EXPECT_EQ(std::get<event::ServerStopping>(recorder->all()[0]).reason, "asked to");
  }
}

template <class T>
concept Printable = requires(std::ostream& out, const T& value) {
  out << value;
};

TEST(Personal, IsCarriedButNotPrinted) {
  static_assert(Printable<std::string>);
  static_assert(!Printable<Personal<std::string>>);
  static_assert(!std::is_convertible_v<Personal<std::string>, std::string>);
  EXPECT_EQ(Personal<std::string>{"Hargreaves"}.reveal_for_comparison(), "Hargreaves");
}

}  // namespace
}  // namespace vip
