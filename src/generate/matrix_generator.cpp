#include "generate/matrix_generator.hpp"

#include "generate/random_stream.hpp"
#include "hapmill/support/errors.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>
#include <limits>
#include <memory>

namespace hapmill {

namespace {

constexpr std::string_view bases = "ACGT";
constexpr char missing_cell = 'N';
constexpr char deletion_cell = '-';

constexpr std::uint64_t max_position = 2'147'483'647;
/// The mean distance of positions, if the contig is short enough.
constexpr std::uint64_t usual_position_gap = 8;

constexpr std::size_t block_bytes = std::size_t{1} << 20;
/// Bytes of a cell and the separator after it.
constexpr std::size_t cell_bytes = 2;
constexpr std::uint64_t uniform_run_cells = 4096;

/// Which bits of `row_bits`, one random number per row, decide about what.
constexpr int variant_shift = 32;
constexpr int jitter_shift = 16;
constexpr std::uint64_t jitter_range = std::uint64_t{1} << 16;
constexpr int second_alternate_shift = 6;
constexpr std::uint64_t second_alternate_range = 1024;
constexpr std::uint64_t second_alternate_hits = 36;  // 3.5 % of the variant sites
constexpr int alternate_shift = 2;

double checked_rate(double rate, char const* name) {
  if (rate >= 0.0 && rate <= 1.0) return rate;
  throw UsageError{std::string{name} + " must be from 0 to 1"};
}

/// Returns the deletion rate among the cells that are not missing.
double deletion_rate_of_called(GenerateOptions const& options) {
  double const missing = checked_rate(options.missing_rate, "the missing rate");
  double const deletion = checked_rate(options.deletion_rate, "the deletion rate");
  if (missing + deletion > 1.0) {
    throw UsageError{"the missing rate and the deletion rate sum to more than 1"};
  }
  return missing < 1.0 ? std::min(deletion / (1.0 - missing), 1.0) : 0.0;
}

std::size_t digit_count(std::uint64_t value) {
  std::size_t count = 1;
  for (; value >= 10; value /= 10) ++count;
  return count;
}

/// Returns the alternate for a REF. Two of the four choices are the transition (A–G, C–T), the
/// others are transversions.
unsigned alternate_of(unsigned ref, std::uint64_t choice) {
  constexpr std::array<unsigned, 4> flips{2, 2, 1, 3};
  return ref ^ flips[choice];
}

char* cell_at(char* cells, std::uint64_t column) { return cells + cell_bytes * column; }

/// [4 bits] A mask of the bytes of the selected cells among 4 cells; cells are at even offsets.
constexpr auto cell_selectors = [] {
  std::array<std::uint64_t, 16> selectors{};
  for (unsigned bits = 0; bits < 16; ++bits) {
    std::array<unsigned char, 8> bytes{};
    for (unsigned cell = 0; cell < 4; ++cell) {
      if ((bits >> cell & 1) != 0) bytes[cell_bytes * cell] = 0xff;
    }
    selectors[bits] = std::bit_cast<std::uint64_t>(bytes);
  }
  return selectors;
}();

/// Changes the cells selected by `mask` from one of two bases to the other. `difference` is one
/// base XOR the other.
void flip_cells(char* cells, std::uint64_t count, std::uint64_t mask, unsigned char difference) {
  std::array<unsigned char, 8> bytes{};
  bytes.fill(difference);
  auto const differences = std::bit_cast<std::uint64_t>(bytes);
  std::uint64_t column = 0;
  for (; column + 4 <= count; column += 4, mask >>= 4) {
    std::uint64_t four;
    std::memcpy(&four, cell_at(cells, column), sizeof four);
    four ^= cell_selectors[mask & 15] & differences;
    std::memcpy(cell_at(cells, column), &four, sizeof four);
  }
  for (; column < count; ++column, mask >>= 1) {
    if ((mask & 1) != 0) {
      char& cell = *cell_at(cells, column);
      cell = static_cast<char>(static_cast<unsigned char>(cell) ^ difference);
    }
  }
}

/// Draws the number of columns that have the alternate, from 1 to `column_count`.
///
/// The probability of a count is about proportional to 1/count, as in a population of constant
/// size. In a few sites REF is the rare allele instead.
std::uint64_t draw_carrier_count(std::uint64_t column_count, RandomStream& random) {
  std::uint64_t const bits = random.next();
  // Choose a power of two uniformly, then a number between it and the next power uniformly.
  auto const octave_count = static_cast<std::uint64_t>(std::bit_width(column_count));
  std::uint64_t const octave = (bits >> 48) * octave_count >> 16;
  std::uint64_t const power = std::uint64_t{1} << octave;
  std::uint64_t count = power + (bits & (power - 1));
  if (count > column_count) count /= 2;
  bool const mostly_alternate = (bits >> 44 & 15) == 0;
  return mostly_alternate ? column_count + 1 - count : count;
}

/// Calls `hit` for each column of a row that `gaps` hits, and sets `gap` for the next row.
template <typename Hit>
void visit_hits(GapSampler const& gaps, std::uint64_t& gap, std::uint64_t column_count,
                std::uint64_t limit, RandomStream& random, Hit hit) {
  std::uint64_t column = gap;
  while (column < column_count) {
    hit(column);
    column += 1 + gaps.next_gap(random, limit);
  }
  gap = column - column_count;
}

}  // namespace

struct MatrixGenerator::BlockState {
  RandomStream random;
  /// At most this many cells are left in the block.
  std::uint64_t cell_limit;
  /// Number of cells before the next hit, counted from the first cell of the next row.
  std::uint64_t missing_gap;
  std::uint64_t deletion_gap;
};

MatrixGenerator::MatrixGenerator(GenerateOptions const& options)
    : options_{options},
      missing_gaps_{checked_rate(options.missing_rate, "the missing rate")},
      deletion_gaps_{deletion_rate_of_called(options)} {
  double const variant_rate = checked_rate(options.variant_rate, "the variant rate");
  variant_threshold_ = static_cast<std::uint64_t>(variant_rate * 4294967296.0);

  if (options.column_count == 0 || options.column_count > max_column_count) {
    throw UsageError{"the number of columns must be from 1 to " + std::to_string(max_column_count)};
  }
  if (options.contig_count == 0) {
    throw UsageError{"the number of contigs must be at least 1"};
  }
  if (options.contig_prefix.find_first_of(std::string_view{" \t\n\v\f\r\0", 7}) !=
      std::string::npos) {
    throw UsageError{"the contig prefix must not hold white space"};
  }

  rows_per_contig_ = options.row_count / options.contig_count;
  longer_contig_count_ = options.row_count % options.contig_count;
  std::uint64_t const longest = rows_per_contig_ + (longer_contig_count_ != 0 ? 1 : 0);
  if (longest > max_position) {
    throw UsageError{"a contig would have " + std::to_string(longest) +
                     " rows, but positions end at " + std::to_string(max_position) +
                     "; ask for more contigs"};
  }
  mean_position_gap_ =
      std::min(usual_position_gap, max_position / std::max<std::uint64_t>(longest, 1));

  longest_row_bytes_ = options.contig_prefix.size() + digit_count(options.contig_count) + 1 +
                       digit_count(max_position) + 1 + cell_bytes +
                       cell_bytes * options.column_count + (options.crlf ? 1 : 0);
  rows_per_block_ = std::max<std::uint64_t>(block_bytes / longest_row_bytes_, 1);

  for (std::size_t base = 0; base < bases.size(); ++base) {
    std::uint64_t const run = std::min(options.column_count, uniform_run_cells);
    for (std::uint64_t i = 0; i < run; ++i) {
      uniform_cells_[base] += bases[base];
      uniform_cells_[base] += '\t';
    }
  }
}

std::string MatrixGenerator::header_line() const {
  std::string line;
  if (!options_.header) return line;
  // All names have the same width, so that their alphabetical order is the order of the columns.
  std::size_t const width = std::max<std::size_t>(digit_count((options_.column_count + 1) / 2), 3);
  line.reserve(16 + options_.column_count * (width + 3));
  line += "CHROM\tPOS\tREF";
  for (std::uint64_t column = 0; column < options_.column_count; ++column) {
    std::string const number = std::to_string(column / 2 + 1);
    line += "\ts";
    line.append(width - number.size(), '0');
    line += number;
    line += column % 2 == 0 ? 'a' : 'b';
  }
  line += options_.crlf ? "\r\n" : "\n";
  return line;
}

std::uint64_t MatrixGenerator::block_count() const noexcept {
  return options_.row_count / rows_per_block_ + (options_.row_count % rows_per_block_ != 0 ? 1 : 0);
}

std::size_t MatrixGenerator::max_block_bytes() const noexcept {
  return longest_row_bytes_ * std::min(rows_per_block_, options_.row_count);
}

std::uint64_t MatrixGenerator::first_row(std::uint64_t contig) const noexcept {
  return contig * rows_per_contig_ + std::min(contig, longer_contig_count_);
}

std::uint64_t MatrixGenerator::contig_of(std::uint64_t row) const noexcept {
  std::uint64_t const rows_of_longer = longer_contig_count_ * (rows_per_contig_ + 1);
  if (row < rows_of_longer) return row / (rows_per_contig_ + 1);
  return longer_contig_count_ + (row - rows_of_longer) / rows_per_contig_;
}

void MatrixGenerator::fill_cells(char* cells, unsigned base) const noexcept {
  std::string const& run = uniform_cells_[base];
  std::size_t left = cell_bytes * options_.column_count;
  for (; left > run.size(); left -= run.size(), cells += run.size()) {
    std::memcpy(cells, run.data(), run.size());
  }
  std::memcpy(cells, run.data(), left);
}

void MatrixGenerator::write_missing_cells(char* cells, BlockState& state) const noexcept {
  visit_hits(missing_gaps_, state.missing_gap, options_.column_count, state.cell_limit,
             state.random, [&](std::uint64_t column) { *cell_at(cells, column) = missing_cell; });
}

void MatrixGenerator::write_variant_cells(char* cells, unsigned ref, std::uint64_t row_bits,
                                          BlockState& state) const noexcept {
  std::uint64_t const column_count = options_.column_count;
  RandomStream& random = state.random;

  unsigned const alternate = alternate_of(ref, row_bits >> alternate_shift & 3);
  std::uint64_t const carrier_count = draw_carrier_count(column_count, random);
  // The row is first filled with the more common allele; only the rarer one is drawn.
  bool const mostly_alternate = carrier_count > column_count / 2;
  unsigned const common = mostly_alternate ? alternate : ref;
  unsigned const rare = mostly_alternate ? ref : alternate;
  std::uint64_t const rare_count = mostly_alternate ? column_count - carrier_count : carrier_count;
  fill_cells(cells, common);

  // If more than about one cell in 16 is rare, masks are faster than single draws.
  if (rare_count <= 4 + column_count / 16) {
    for (std::uint64_t i = mostly_alternate ? 0 : 1; i < rare_count; ++i) {
      *cell_at(cells, random.next_below(column_count)) = bases[rare];
    }
  } else {
    auto const threshold =
        static_cast<unsigned>((rare_count * 256 + column_count / 2) / column_count);
    auto const difference = static_cast<unsigned char>(bases[common] ^ bases[rare]);
    for (std::uint64_t column = 0; column < column_count; column += 64) {
      flip_cells(cell_at(cells, column), std::min<std::uint64_t>(column_count - column, 64),
                 random.next_mask(threshold), difference);
    }
  }

  if ((row_bits >> second_alternate_shift) % second_alternate_range < second_alternate_hits) {
    // The differences between REF and the other bases are 1, 2 and 3. Take one of the two that are
    // not used yet.
    unsigned const flip = 1 + ((ref ^ alternate) + (random.next() >> 63 != 0 ? 1 : 0)) % 3;
    unsigned const second = ref ^ flip;
    std::uint64_t const second_count = 1 + random.next_below(1 + column_count / 16);
    for (std::uint64_t i = 0; i < second_count; ++i) {
      *cell_at(cells, random.next_below(column_count)) = bases[second];
    }
  }

  std::uint64_t carrier = random.next_below(column_count);
  *cell_at(cells, carrier) = bases[alternate];

  visit_hits(deletion_gaps_, state.deletion_gap, column_count, state.cell_limit, random,
             [&](std::uint64_t column) { *cell_at(cells, column) = deletion_cell; });
  write_missing_cells(cells, state);

  // If the cell with the alternate became missing or a deletion, the next called cell gets the
  // alternate. If there is no called cell, the site stays variant all the same.
  for (std::uint64_t passed = 0; passed < column_count; ++passed) {
    char const cell = *cell_at(cells, carrier);
    if (cell != missing_cell && cell != deletion_cell) break;
    carrier = carrier + 1 < column_count ? carrier + 1 : 0;
  }
  *cell_at(cells, carrier) = bases[alternate];
}

std::size_t MatrixGenerator::write_block(std::uint64_t ordinal, char* destination) const {
  std::uint64_t row = ordinal * rows_per_block_;
  std::uint64_t const end_row = std::min(row + rows_per_block_, options_.row_count);
  if (row >= end_row) return 0;

  std::uint64_t const cell_limit = (end_row - row) * options_.column_count;
  BlockState state{RandomStream{mix_bits(options_.seed) + mix_bits(~ordinal)}, cell_limit, 0, 0};
  state.missing_gap = missing_gaps_.next_gap(state.random, cell_limit);
  state.deletion_gap = deletion_gaps_.next_gap(state.random, cell_limit);

  char* out = destination;
  while (row < end_row) {
    std::uint64_t const contig = contig_of(row);
    std::uint64_t const contig_first_row = first_row(contig);
    std::uint64_t const contig_end_row = std::min(first_row(contig + 1), end_row);
    std::string const contig_field = options_.contig_prefix + std::to_string(contig + 1) + '\t';

    for (; row < contig_end_row; ++row) {
      std::uint64_t const row_bits = state.random.next();
      auto const ref = static_cast<unsigned>(row_bits & 3);
      bool const is_variant = row_bits >> variant_shift < variant_threshold_;

      std::memcpy(out, contig_field.data(), contig_field.size());
      out += contig_field.size();
      // Each row has an interval of the contig to itself and lies somewhere in it.
      std::uint64_t const jitter =
          (row_bits >> jitter_shift) % jitter_range * mean_position_gap_ / jitter_range;
      std::uint64_t const pos = 1 + (row - contig_first_row) * mean_position_gap_ + jitter;
      out = std::to_chars(out, out + digit_count(max_position), pos).ptr;
      *out++ = '\t';
      *out++ = bases[ref];
      *out++ = '\t';

      if (is_variant) {
        write_variant_cells(out, ref, row_bits, state);
      } else {
        fill_cells(out, ref);
        write_missing_cells(out, state);
      }
      out += cell_bytes * options_.column_count - 1;
      if (options_.crlf) *out++ = '\r';
      *out++ = '\n';
    }
  }
  return static_cast<std::size_t>(out - destination);
}

void MatrixGenerator::append_block(std::uint64_t ordinal, std::string& text) const {
  std::size_t const old_size = text.size();
  text.resize(old_size + max_block_bytes());
  text.resize(old_size + write_block(ordinal, text.data() + old_size));
}

void generate_matrix(GenerateOptions const& options,
                     std::function<void(std::string_view)> const& sink) {
  MatrixGenerator const generator{options};
  if (options.header) sink(generator.header_line());
  auto const block = std::make_unique_for_overwrite<char[]>(generator.max_block_bytes());
  for (std::uint64_t ordinal = 0; ordinal < generator.block_count(); ++ordinal) {
    sink({block.get(), generator.write_block(ordinal, block.get())});
  }
}

}  // namespace hapmill
