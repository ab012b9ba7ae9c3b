#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace hapmill::bench {

/// One benchmark: a stage, measured alone. `bench/run stages` prints these as a table.
struct StageBench {
  std::string stage;   ///< the work; with a `+` it includes the stages before it
  std::string target;  ///< what does the work: an instruction set or a library
  std::string input;
  std::size_t bytes;          ///< size of the input
  std::function<void()> run;  ///< does the work once for the whole input
};

/// Registers `STAGE/TARGET/INPUT`. Its time is the CPU time of all threads of the process.
void add_stage(StageBench stage);

/// Registers `memcpy/libc/INPUT`, a copy of these bytes. Keeps its own copy of them.
void add_copy(std::string const& input, std::string_view bytes);

// Each registers a group of benchmarks and is called once. Inputs live until the process ends.
void add_fused_stages();
void add_row_function_stages();
void add_rewriter_stages();
void add_inflate_stages();
void add_record_stages();
void add_level_benchmarks();

}  // namespace hapmill::bench
