#include "records/sorting_writer.hpp"

#include "cpu/stages.hpp"
#include "options/planner.hpp"
#include "records/bgzf_writer.hpp"
#include "records/plain_writer.hpp"
#include "records/record_stream.hpp"
#include "reference/convert.hpp"
#include "support/bcf_text.hpp"
#include "support/conversion_properties.hpp"
#include "support/listed_paths.hpp"
#include "support/product.hpp"
#include "support/random_matrix.hpp"
#include "support/sorted_lines.hpp"

#include <gtest/gtest.h>

#include <htslib/hts_log.h>

namespace hapmill::test {
namespace {

/// A case with --sort, and the result of the reference.
struct SortedCase {
  RandomCase random_case;
  reference::Result expected;
};

SortedCase make_sorted_case(MakeCase make_case, std::uint64_t seed, bool stream) {
  SortedCase sorted{make_case(seed), {}};
  sorted.random_case.sort = true;
  sorted.random_case.options.stream = stream;
  sorted.expected = reference::convert(sorted.random_case.matrix, sorted.random_case.options);
  sorted.expected.output = sort_sites(sorted.expected.output);
  return sorted;
}

void expect_sorted_results(MakeCase make_case, std::uint64_t last_seed) {
  TemporaryFolder const folder;
  int differing = 0;
  for (std::uint64_t seed = 1; seed <= last_seed; ++seed) {
    Random random{seed};
    auto const sorted = make_sorted_case(make_case, seed, random.one_in(4));
    auto const machine = make_random_machine_options(random, sorted.random_case);
    auto const conversion = convert(sorted.random_case, machine, folder);
    ASSERT_EQ(find_difference(conversion, sorted.expected, sorted.random_case.options), "")
        << "seed " << seed << ", " << describe(machine);
    auto const& options = sorted.random_case.options;
    auto const unsorted = reference::convert(sorted.random_case.matrix, options);
    if (unsorted.output != sorted.expected.output) ++differing;
  }
  EXPECT_GT(differing, static_cast<int>(last_seed / 20)) << "the cases test nothing";
}

TEST(Sort, EqualsTheSortedTableOfTheReference) {
  expect_sorted_results(make_random_case, 800 / sanitizer_divisor);
}

TEST(Sort, EqualsTheSortedVcfOfTheReference) {
  expect_sorted_results(make_random_vcf_case, 800 / sanitizer_divisor);
}

/// Every byte of compressed output depends only on the records, for the table too.
TEST(Sort, IsTheSameForEveryChunkSizeThreadCountAndInstructionSet) {
  TemporaryFolder const folder;
  for (std::uint64_t seed = 1; seed <= 30 / sanitizer_divisor; ++seed) {
    auto const sorted = make_sorted_case(make_random_vcf_case, seed, false);
    if (sorted.expected.exit_code != 0) continue;
    for (char const* type : {"v", "z", "u", "b"}) {
      std::string first;
      std::uint64_t threads = 0;
      for (auto const* stages : cpu::runnable_stages()) {
        for (char const* chunk_size : {"1", "7", "200", "4K", "1M"}) {
          MachineOptions machine;
          machine.simd = stages->name;
          machine.chunk_size = chunk_size;
          machine.threads = 1 + threads++ % 4;
          machine.full_scan = threads % 3 == 0;
          machine.output_type = type;
          auto const conversion = convert(sorted.random_case, machine, folder);
          ASSERT_EQ(conversion.exit_code, 0) << conversion.message;
          if (first.empty()) first = conversion.output;
          ASSERT_TRUE(conversion.output == first)
              << "seed " << seed << " -O " << type << ' ' << describe(machine);
        }
      }
    }
  }
}

TEST(Sort, EveryKindHasTheRecordsOfVcfText) {
  hts_set_log_level(HTS_LOG_ERROR);
  TemporaryFolder const folder;
  int compared = 0;
  for (std::uint64_t seed = 1; seed <= 300 / sanitizer_divisor; ++seed) {
    auto const sorted = make_sorted_case(make_random_vcf_case, seed, false);
    if (sorted.expected.exit_code != 0) continue;
    for (char const* type : {"z", "u", "b"}) {
      Random random{seed};
      auto machine = make_random_machine_options(random, sorted.random_case);
      machine.output_type = type;
      auto const conversion = convert(sorted.random_case, machine, folder);
      ASSERT_EQ(conversion.exit_code, 0) << conversion.message;
      ASSERT_EQ(records_by_htslib(folder.file("table.txt")), sorted.expected.output)
          << "seed " << seed << " -O " << type;
      ++compared;
    }
  }
  EXPECT_GT(compared, 20);
}

/// Returns the header and the records of uncompressed VCF or BCF.
RecordStream split_output(RecordKind kind, std::string const& output) {
  RecordStream stream;
  stream.kind = kind;
  std::size_t begin = 0;
  if (kind == RecordKind::bcf) {
    // The magic bytes, then the size of the header.
    for (int k = 3; k >= 0; --k) {
      begin = begin << 8 | static_cast<unsigned char>(output[5 + static_cast<std::size_t>(k)]);
    }
    begin += 9;
  } else {
    // The name of a contig may also start with #.
    begin = output.find('\n', output.find("\n#CHROM\tPOS\t") + 1) + 1;
  }
  stream.header = output.substr(0, begin);
  char const* const end = output.data() + output.size();
  for (char const* record = output.data() + begin; record != end;) {
    char const* const record_end = find_record_end(kind, record, end);
    stream.records.emplace_back(record, record_end);
    record = record_end;
  }
  return stream;
}

std::string sort_with(std::size_t most_bytes, RecordStream const& stream, bool is_compressed,
                      std::uint64_t seed, TemporaryFolder const& folder) {
  TaskPool pool{2};
  OutputFile output{output_path(folder.file("sorted"))};
  std::unique_ptr<RecordWriter> next = std::make_unique<PlainWriter>(output);
  if (is_compressed) {
    next =
        std::make_unique<BgzfWriter>(output, pool, default_compression_level, stream.kind, nullptr);
  }
  SortingWriter writer{std::move(next), stream.kind, folder.path().string(), most_bytes};
  writer.write_header(stream.header);
  write_records(writer, stream, seed);
  writer.finish();
  output.publish();
  return read_text(folder.file("sorted"));
}

/// A random matrix fits into memory. With a lower limit the output is the same.
TEST(Sort, IsTheSameWithLittleMemory) {
  TemporaryFolder const folder;
  for (std::uint64_t seed = 1; seed <= 200 / sanitizer_divisor; ++seed) {
    auto sorted = make_sorted_case(make_random_vcf_case, seed, false);
    if (sorted.expected.exit_code != 0) continue;
    bool const is_bcf = seed % 2 == 0;
    auto const written_as = [&](bool sort, char const* type) {
      sorted.random_case.sort = sort;
      MachineOptions machine;
      machine.output_type = type;
      return convert(sorted.random_case, machine, folder).output;
    };
    auto stream = split_output(is_bcf ? RecordKind::bcf : RecordKind::vcf,
                               written_as(false, is_bcf ? "u" : "v"));
    auto const plain = written_as(true, is_bcf ? "u" : "v");
    auto const compressed = written_as(true, is_bcf ? "b" : "z");
    // The header contains the command line with --sort.
    std::string const records = join(stream.records);
    stream.header = plain.substr(0, plain.size() - records.size());
    for (std::size_t const most_bytes : {1U, 500U, 3'000U, 50'000U}) {
      ASSERT_TRUE(sort_with(most_bytes, stream, false, seed, folder) == plain) << seed;
      ASSERT_TRUE(sort_with(most_bytes, stream, true, seed, folder) == compressed) << seed;
    }
  }
}

}  // namespace
}  // namespace hapmill::test
