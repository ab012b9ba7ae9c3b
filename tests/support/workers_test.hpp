#pragma once

#include <gtest/gtest.h>

#include "support/program.hpp"
#include "support/worker_kills.hpp"

namespace hapmill::test {

/// A test that runs workers on a matrix of seven contigs, g.tsv.
class WorkersTest : public ProgramTest {
 protected:
  void SetUp() override {
    ASSERT_EQ(run({"generate", "--rows", "3000", "--contigs", "7", "--variant-rate", "0.7", "-o",
                   "g.tsv"})
                  .exit_code,
              0);
  }

  /// Makes a larger matrix and options with which it takes long.
  Arguments long_run(std::string const& option, std::string const& output) const {
    if (!has("long.tsv")) {
      EXPECT_EQ(
          run({"generate", "--rows", "150000", "--variant-rate", "1", "-o", "long.tsv"}).exit_code,
          0);
    }
    return {"convert", file("long.tsv"), option, output, "--workers", "3", "--chunk-size", "1"};
  }

  bool has_workers() const { return !processes_with(folder_.path().string()).empty(); }
};

}  // namespace hapmill::test
