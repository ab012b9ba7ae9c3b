#include "support/conversion_properties.hpp"
#include "support/random.hpp"
#include "support/temporary_folder.hpp"

#include "cli/command_line.hpp"
#include "hapmill/support/errors.hpp"
#include "reference/convert.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace hapmill::test {
namespace {

using Texts = std::vector<std::string>;

struct MadeRegion {
  std::string contig;
  std::uint64_t first;
  std::uint64_t last;
};

struct MadeRow {
  std::string text;
  std::string contig;     ///< empty if the row names none
  std::uint64_t pos = 0;  ///< 0 if it is not valid
};

/// A matrix with the properties of each row.
struct MadeMatrix {
  std::vector<MadeRow> rows;
  Texts contigs;  ///< in order of appearance

  std::string text() const {
    std::string all = header;
    for (auto const& row : rows) all += row.text + "\n";
    return all;
  }

  static inline std::string const header = "CHROM\tPOS\tREF\t1a\t1b\t2a\t2b\n";
};

/// The rows of regions as a matrix, gathered by contig, and the line of each in the whole matrix.
struct Filtered {
  std::string text = MadeMatrix::header;
  std::vector<std::uint64_t> lines{1};
};

/// Whether the regions together are a whole contig.
bool cover_all(std::vector<MadeRegion> regions, std::string const& contig) {
  std::sort(regions.begin(), regions.end(),
            [](auto const& a, auto const& b) { return a.first < b.first; });
  std::uint64_t covered = 0;
  for (auto const& region : regions) {
    if (region.contig == contig && region.first <= covered + 1) {
      covered = std::max(covered, region.last);
    }
  }
  return covered >= 2147483647;
}

/// Selects the rows of regions by checking every row, as documented.
Filtered filter(MadeMatrix const& matrix, std::vector<MadeRegion> const& regions) {
  struct Place {
    std::string contig;
    std::uint64_t pos;
  };
  auto const& rows = matrix.rows;
  std::vector<Place> places;
  std::string contig = matrix.contigs.empty() ? "" : matrix.contigs[0];
  for (std::size_t k = 0; k < rows.size(); ++k) {
    if (!rows[k].contig.empty()) contig = rows[k].contig;
    places.push_back({contig, rows[k].pos});
  }
  for (std::size_t begin = 0; begin < rows.size();) {
    std::size_t end = begin;
    std::uint64_t first = 0;
    for (; end < rows.size() && places[end].contig == places[begin].contig; ++end) {
      if (first == 0) first = places[end].pos;
    }
    for (std::uint64_t pos = first; begin < end; ++begin) {
      if (places[begin].pos != 0) pos = places[begin].pos;
      places[begin].pos = pos;
    }
  }
  Filtered filtered;
  for (auto const& name : matrix.contigs) {
    for (std::size_t k = 0; k < rows.size(); ++k) {
      if (places[k].contig != name) continue;
      bool const is_in = std::any_of(regions.begin(), regions.end(), [&](auto const& region) {
        return region.contig == name && region.first <= places[k].pos &&
               places[k].pos <= region.last;
      });
      bool const has_no_pos = places[k].pos == 0;
      if (!is_in && !(has_no_pos && cover_all(regions, name))) continue;
      filtered.text += rows[k].text + "\n";
      filtered.lines.push_back(k + 2);
    }
  }
  return filtered;
}

struct Shape {
  std::size_t row_count;
  std::uint64_t most_contigs = 4;
  std::size_t ref_size = 1;
  std::uint64_t widest_region = 30;
  bool is_sorted = false;
  bool is_interleaved = true;
  std::uint64_t bad_row = 8;  ///< one in this number of rows is bad; 0 for none
};

MadeMatrix make_matrix(Random& random, Shape const& shape) {
  MadeMatrix made;
  Texts names{"chr1", "chr1:5", "2", "HLA:A*01", "x,y", "z}"};
  random.shuffle(names);
  names.resize(random.between(1, shape.most_contigs));
  std::string const ref(shape.ref_size, 'G');
  std::string contig = names[0];
  std::uint64_t pos = 0;
  std::size_t next = 0;
  for (std::size_t k = 0; k < shape.row_count; ++k) {
    bool const changes =
        shape.is_interleaved ? random.one_in(6) : k >= next * shape.row_count / names.size();
    if (changes) {
      contig = shape.is_interleaved ? random.pick(names) : names[next++];
      pos = 0;
    }
    pos = shape.is_sorted ? pos + random.below(4) : random.between(1, 60);
    pos = std::max<std::uint64_t>(pos, 1);
    if (shape.bad_row != 0 && random.one_in(shape.bad_row)) {
      switch (random.below(4)) {
        case 0:
          made.rows.push_back({"", "", 0});
          break;
        case 1:
          made.rows.push_back({contig + "\t1e5\tA\tA\tA\tC\tC", contig, 0});
          break;
        case 2:
          made.rows.push_back({"no contig here", "", 0});
          break;
        default:
          made.rows.push_back({contig + "\t" + std::to_string(pos) + "\tA\tA", contig, pos});
          break;
      }
    } else {
      auto row = contig + "\t" + std::to_string(pos) + "\t" + ref;
      for (int cell = 0; cell < 4; ++cell) row += random.pick(Texts{"\tA", "\tC", "\tG", "\tN"});
      made.rows.push_back({row, contig, pos});
    }
    auto const& named = made.rows.back().contig;
    bool const is_known =
        std::find(made.contigs.begin(), made.contigs.end(), named) != made.contigs.end();
    if (!named.empty() && !is_known) made.contigs.push_back(named);
  }
  return made;
}

std::vector<MadeRegion> make_regions(Random& random, MadeMatrix const& matrix, Shape const& shape) {
  std::uint64_t last = 1;
  for (auto const& row : matrix.rows) last = std::max(last, row.pos);
  std::vector<MadeRegion> regions;
  for (std::uint64_t k = random.between(1, 4); k > 0; --k) {
    std::uint64_t const first = random.between(1, last + 2);
    MadeRegion region{random.pick(matrix.contigs), first,
                      first + random.below(shape.widest_region)};
    bool const is_wide = shape.ref_size == 1 || random.one_in(4);
    if (is_wide && random.one_in(5)) region.first = 1;
    if (is_wide && random.one_in(5)) region.last = 2147483647;
    regions.push_back(region);
  }
  return regions;
}

std::string join(Texts const& texts) {
  std::string joined;
  for (auto const& text : texts) joined += (joined.empty() ? "" : ",") + text;
  return joined;
}

/// Returns options for the regions, in one of several forms.
Texts spell_regions(Random& random, std::vector<MadeRegion> const& regions,
                    TemporaryFolder const& folder) {
  if (random.one_in(2)) {
    Texts texts;
    for (auto const& [contig, first, last] : regions) {
      auto const name = "{" + contig + "}";
      bool const is_quotable = contig.find('}') == contig.npos;
      auto const range =
          std::to_string(first) + "-" + (last == 2147483647 ? "" : std::to_string(last));
      texts.push_back((is_quotable ? name : contig) + ":" + range);
    }
    return {"-r", join(texts)};
  }
  bool const is_bed = random.one_in(2);
  std::string text;
  for (auto const& [contig, first, last] : regions) {
    text += contig + "\t" + std::to_string(is_bed ? first - 1 : first) + "\t" +
            std::to_string(last) + "\n";
  }
  auto const path = folder.file(is_bed ? "r.bed" : "r.txt");
  write_text(path, text);
  return {"-R", path};
}

struct Done {
  int exit_code = 0;
  std::string message;
  std::string output;
  std::string rejects;
};

Done convert(Texts const& options, TemporaryFolder const& folder) {
  Done done;
  Texts arguments{"convert", "-q", folder.file("m.tsv"), "-o", folder.file("out")};
  arguments.insert(arguments.end(), options.begin(), options.end());
  std::filesystem::remove(folder.file("out"));
  try {
    done.exit_code = static_cast<int>(run_command_line(arguments));
  } catch (Error const& error) {
    done.exit_code = static_cast<int>(error.status());
    done.message = error.what();
  }
  if (done.exit_code == 0) done.output = read_text(folder.file("out"));
  return done;
}

/// Returns the rejects of the reference with the line numbers of the whole matrix.
std::string renumber(std::string const& rejects, std::vector<std::uint64_t> const& lines) {
  std::istringstream in{rejects};
  std::string text;
  for (std::string line; std::getline(in, line);) {
    std::size_t const tab = line.find('\t');
    text += std::to_string(lines[std::stoul(line.substr(0, tab)) - 1]) + line.substr(tab) + "\n";
  }
  return text;
}

/// Converts regions of a matrix and compares the result with that of the reference for their rows
/// alone.
void expect_rows_of_regions(std::uint64_t seed, Shape const& shape) {
  TemporaryFolder const folder;
  Random random{seed};
  MadeMatrix const matrix = make_matrix(random, shape);
  if (matrix.contigs.empty()) return;
  write_text(folder.file("m.tsv"), matrix.text());
  auto const regions = make_regions(random, matrix, shape);
  Filtered const filtered = filter(matrix, regions);

  reference::Options reference_options;
  reference_options.skip_bad_rows = random.one_in(2);
  auto const expected = reference::convert(filtered.text, reference_options);
  Texts options = spell_regions(random, regions, folder);
  if (reference_options.skip_bad_rows) {
    options.insert(options.end(), {"--on-bad-row", "skip", "--rejects", folder.file("rejects")});
  }
  if (random.one_in(3)) options.push_back("--full-scan");
  options.insert(options.end(), {"--threads", random.pick(Texts{"1", "2", "3"}), "--chunk-size",
                                 random.pick(Texts{"300", "16K", "1M"})});
  auto const done = convert(options, folder);
  std::string const words = "seed " + std::to_string(seed) + ": " + join(options);
  ASSERT_EQ(done.exit_code, expected.exit_code) << words << "\n" << done.message;
  ASSERT_EQ(done.output, expected.output) << words;
  if (expected.exit_code != 0) {
    auto const place = "m.tsv:" + std::to_string(filtered.lines[expected.error_line - 1]) + ": ";
    ASSERT_NE(done.message.find(place), std::string::npos) << words << "\n" << done.message;
  } else if (reference_options.skip_bad_rows) {
    ASSERT_EQ(read_text(folder.file("rejects")), renumber(expected.rejects, filtered.lines))
        << words;
  }
}

TEST(Regions, HaveTheRowsThatASlowSearchFinds) {
  for (std::uint64_t seed = 1; seed <= 300 / sanitizer_divisor; ++seed) {
    Random random{seed};
    Shape const shape{.row_count = random.between(1, 80),
                      .is_sorted = random.one_in(2),
                      .is_interleaved = random.one_in(2),
                      .bad_row = random.one_in(3) ? 0U : 8U};
    expect_rows_of_regions(seed, shape);
    if (testing::Test::HasFatalFailure()) return;
  }
}

TEST(Regions, AreTheSameFoundByBisection) {
  for (std::uint64_t seed = 1; seed <= std::max<std::uint64_t>(2, 5 / sanitizer_divisor); ++seed) {
    Random random{seed};
    Shape const shape{.row_count = 3000,
                      .most_contigs = 2,
                      .ref_size = random.pick(std::vector<std::size_t>{6000, 10'000}),
                      .widest_region = 100,
                      .is_sorted = !random.one_in(5),
                      .is_interleaved = false,
                      .bad_row = random.one_in(2) ? 0U : 8U};
    expect_rows_of_regions(seed, shape);
    if (testing::Test::HasFatalFailure()) return;
  }
}

/// Returns the bytes that this process has read from files.
std::uint64_t bytes_read() {
  std::ifstream io{"/proc/self/io"};
  std::string word;
  std::uint64_t value = 0;
  io >> word >> value;
  return value;
}

TEST(Regions, ReadLittleOfALargeMatrix) {
  TemporaryFolder const folder;
  std::string text = MadeMatrix::header;
  std::string const ref(20'000, 'G');
  for (char const* contig : {"1", "2", "3"}) {
    for (int pos = 1; pos <= 2000; ++pos) {
      text += contig + ("\t" + std::to_string(pos)) + "\t" + ref + "\tA\tC\tG\tG\n";
    }
  }
  write_text(folder.file("m.tsv"), text);
  std::uint64_t const before = bytes_read();
  auto const done = convert({"-r", "2:1000-1009,3:1990-", "--threads", "1"}, folder);
  std::uint64_t const read = bytes_read() - before - done.output.size();
  ASSERT_EQ(done.exit_code, 0) << done.message;
  EXPECT_EQ(std::count(done.output.begin(), done.output.end(), '\n'), 1 + 10 + 11);
  EXPECT_GT(read, 21 * ref.size()) << "it is counted at all";
  EXPECT_LT(read, text.size() / 10);
}

TEST(Regions, OfTwoContigsMayTouchInTheFile) {
  TemporaryFolder const folder;
  std::string text = MadeMatrix::header;
  std::string const ref(20'000, 'G');
  for (char const* contig : {"1", "2"}) {
    for (int pos = 1; pos <= 500; ++pos) {
      text += contig + ("\t" + std::to_string(pos)) + "\t" + ref + "\tA\tC\tG\tG\n";
    }
  }
  write_text(folder.file("m.tsv"), text);
  testing::internal::CaptureStderr();
  auto const done = convert({"-r", "1:491-,2:1-10", "-q"}, folder);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "") << "no row goes backwards";
  EXPECT_EQ(std::count(done.output.begin(), done.output.end(), '\n'), 1 + 10 + 10);
}

TEST(Regions, OfRowsThatBisectionMissesAreFoundByAScan) {
  TemporaryFolder const folder;
  MadeMatrix matrix;
  matrix.contigs = {"1"};
  std::string const ref(4000, 'G');
  for (std::uint64_t pos = 1; pos <= 6000; ++pos) {
    // There are other rows among those of the region.
    std::uint64_t const here = pos == 3003 ? 5555 : pos == 5555 ? 3003 : pos;
    matrix.rows.push_back({"1\t" + std::to_string(here) + "\t" + ref + "\tA\tC\tG\tG", "1", here});
  }
  write_text(folder.file("m.tsv"), matrix.text());
  std::vector<MadeRegion> const regions{{"1", 2500, 3500}};
  auto const expected = reference::convert(filter(matrix, regions).text, {});
  testing::internal::CaptureStderr();
  auto const done = convert({"-r", "1:2500-3500"}, folder);
  std::string const words = testing::internal::GetCapturedStderr();
  EXPECT_EQ(done.output, expected.output);
  EXPECT_NE(words.find("go backwards; starting again with a scan"), std::string::npos) << words;
}

}  // namespace
}  // namespace hapmill::test
