#include "cli/memory_keeper.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "obs/process_gauges.h"

namespace vip::cli {
namespace {

constexpr double kMebibyte = 1024.0 * 1024;

TEST(MemoryKeeper, GivesBackWhatIsFreeBetweenWhatIsNot) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "a sanitizer has an allocator of its own";
#endif
  const double before = resident_bytes();
  MemoryKeeper keeper{std::chrono::milliseconds{100}};
  std::vector<std::unique_ptr<std::string>> blocks;
  for (int i = 0; i < 3000; ++i) blocks.push_back(std::make_unique<std::string>(64 * 1024, 'x'));
  const double full = resident_bytes();
  ASSERT_GT(full - before, 150 * kMebibyte);
  // A look while all is in use must not be the last.
  std::this_thread::sleep_for(std::chrono::milliseconds{300});
  // Every hundredth stays, so that the end of the heap is in use.
  for (std::size_t i = 0; i < blocks.size(); ++i)
    if (i % 100 != 99) blocks[i].reset();
  for (int i = 0; i < 300 && resident_bytes() - before > 50 * kMebibyte; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds{100});
  EXPECT_LT(resident_bytes() - before, 50 * kMebibyte);
  EXPECT_GE(keeper.trims(), 1U);
  EXPECT_EQ(*blocks[99], std::string(64 * 1024, 'x'));
}

}  // namespace
}  // namespace vip::cli
