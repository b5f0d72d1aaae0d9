#include "core/observation.h"

#include <gtest/gtest.h>

#include <boost/pfr/core.hpp>
#include <stdexcept>
#include <system_error>
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

TEST(Observe, ReachesEveryObserver) {
  // Observers live to the end of the process.
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

// The types of members of observations: texts of this code base, numbers, ids. Records, values and
// request bodies are not among them; personal data has the type Personal.
template <class T>
constexpr bool kIsOfObservations = std::is_arithmetic_v<T> || std::is_enum_v<T>;
template <>
constexpr bool kIsOfObservations<std::string> = true;
template <>
constexpr bool kIsOfObservations<Uuid> = true;
template <>
constexpr bool kIsOfObservations<Failure> = true;
template <class T>
constexpr bool kIsOfObservations<Personal<T>> = true;
template <class Count, class Period>
constexpr bool kIsOfObservations<std::chrono::duration<Count, Period>> = true;

template <class T, std::size_t... Index>
constexpr bool has_fitting_members(std::index_sequence<Index...>) {
  return (kIsOfObservations<boost::pfr::tuple_element_t<Index, T>> && ...);
}
template <class... Kinds>
constexpr bool have_fitting_members(const std::variant<Kinds...>*) {
  return (has_fitting_members<Kinds>(std::make_index_sequence<boost::pfr::tuple_size_v<Kinds>>{}) &&
          ...);
}
static_assert(have_fitting_members(static_cast<const Observation*>(nullptr)));

std::string quoted(const Failure& failure) { return failure.quoted.reveal_for_comparison(); }

TEST(Failure, PrintsTextsOfThisSourceAndOfTheSystem) {
  EXPECT_EQ(Failure{"no reader"}.text, "no reader");
  EXPECT_EQ(Failure::printable("no reader of " + std::string{"pets"}).text, "no reader of pets");
  EXPECT_EQ(Failure{std::logic_error{"effects go in a circle"}}.text, "effects go in a circle");
  EXPECT_EQ(Failure{std::runtime_error{"no content"}}.text, "no content");
  EXPECT_EQ(Failure{PrintableError{"no table pets"}}.text, "no table pets");
  EXPECT_EQ((Failure{std::system_error{ENOSPC, std::generic_category(), "log"}, "audit"}.text),
            "audit: log: No space left on device");
}

TEST(Failure, DoesNotPrintTextsOfLibraries) {
  const Failure failure{std::out_of_range{"no key Hargreaves"}, "token endpoint"};
  EXPECT_EQ(failure.text, "token endpoint: std::out_of_range");
  EXPECT_EQ(quoted(failure), "no key Hargreaves");
  static_assert(!std::is_constructible_v<Failure, const char*>, "what() of an exception");
  static_assert(!std::is_constructible_v<Failure, std::string>);
}

}  // namespace
}  // namespace vip
