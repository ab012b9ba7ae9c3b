# The haplotype table of a matrix, as fast as mawk makes it:
#
#   LC_ALL=C mawk -f mawk.awk MATRIX > OUT
#
# The matrix has a header row, whose columns pair by name (xa and xb), and cells and REF of one byte,
# A, C, G, T, N or -; the policies are the defaults of the table. mawk has one thread.
#
# Tried, in CPU time of single runs:
# rows split into fields and printed by printf take 1.5 to 2.7 times as long; one match of
# the whole row for those that are not variant (tokens of REF and N alone) 1.2 to 1.5 times; a print that
# joins strings instead of leaving it to OFS and ORS 1.1 times.
# mawk -W has no option that bears on speed; no published figure of mawk on such work was found.

BEGIN {
  FS = "\t"
  others["A"] = "CGT-"
  others["C"] = "AGT-"
  others["G"] = "ACT-"
  others["T"] = "ACG-"
  # So that a print of two cells is `left|right`, and ORS what stands before the next two.
  OFS = "|"
}

NR == 1 {
  cells_size = 2 * (NF - 3) - 1
  for (i = 4; i <= NF; ++i) {
    offset[$i] = 2 * (i - 4) + 1
  }
  for (i = 4; i <= NF; ++i) {
    stem = substr($i, 1, length($i) - 1)
    if ($i != stem "a" || !((stem "b") in offset)) {
      continue
    }
    # By the first column's name.
    for (j = sample_count++; j > 0 && stems[j] "a" > $i; --j) {
      stems[j + 1] = stems[j]
    }
    stems[j + 1] = stem
  }
  if (sample_count == 0) {
    print "mawk.awk: no columns pair by their names, xa and xb" > "/dev/stderr"
    exit 1
  }
  printf "contig\tpos\tref\talt"
  for (i = 1; i <= sample_count; ++i) {
    left[i] = offset[stems[i] "a"]
    right[i] = offset[stems[i] "b"]
    name = stems[i] "a" stems[i] "b"
    printf "\t%s_PI\t%s_PG_al", name, name
  }
  printf "\n"
  next
}

{
  cells_begin = length($0) - cells_size + 1
  cells = rest = substr($0, cells_begin)
  ref = substr($0, cells_begin - 2, 1)
  unseen = others[ref]
  if (!match(rest, "[" unseen "]")) {
    next
  }
  # A few matches find the alternates; a loop over the cells takes twice as long.
  alt = ""
  do {
    allele = substr(rest, RSTART, 1)
    alt = alt "," allele
    sub(allele, "", unseen)
    rest = substr(rest, RSTART + 1)
  } while (unseen != "" && match(rest, "[" unseen "]"))

  ORS = "\t" substr($0, 1, index($0, "\t"))
  print substr($0, 1, cells_begin - 1) substr(alt, 2)
  gsub(/[N-]/, ref, cells)
  for (i = 1; i < sample_count; ++i) {
    print substr(cells, left[i], 1), substr(cells, right[i], 1)
  }
  ORS = "\n"
  print substr(cells, left[i], 1), substr(cells, right[i], 1)
}
