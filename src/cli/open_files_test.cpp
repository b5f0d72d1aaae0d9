#include "cli/open_files.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

namespace vip::cli {
namespace {

// Limits can be lowered for good only, so each case is a process of its own.
int allowed_between(rlim_t soft, rlim_t hard, std::uint64_t wanted, std::uint64_t allowed) {
  const rlimit limit{soft, hard};
  if (::setrlimit(RLIMIT_NOFILE, &limit) != 0) return 2;
  const OpenFiles files = allow_open_files(wanted);
  rlimit now{};
  ::getrlimit(RLIMIT_NOFILE, &now);
  const bool right = files.allowed == allowed && now.rlim_cur == allowed && now.rlim_max == hard &&
                     files.suffice() == (allowed >= wanted);
  return right ? 0 : 1;
}

TEST(OpenFiles, AreRaisedAsFarAsTheHardLimitGoes) {
  struct Row {
    rlim_t soft, hard;
    std::uint64_t wanted, allowed;
  };
  for (const auto& [soft, hard, wanted, allowed] :
       {Row{100, 400, 300, 300}, Row{100, 400, 400, 400}, Row{100, 400, 500, 400},
        Row{200, 400, 150, 200}}) {
    EXPECT_EXIT(std::_Exit(allowed_between(soft, hard, wanted, allowed)),
                testing::ExitedWithCode(0), "")
        << soft << " of " << hard << " for " << wanted;
  }
}

TEST(OpenFiles, AreNeededByTenantsAndConnections) {
  EXPECT_GE(files_needed(1024, 10'000), 1024 * 11 + 10'000);
  EXPECT_EQ(files_needed(2, 20) - files_needed(1, 10), files_needed(1, 20) - files_needed(0, 10));
}

}  // namespace
}  // namespace vip::cli
