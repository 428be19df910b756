// SPDX-License-Identifier: Apache-2.0

// Package trial compares workloads with each other on one network, so that the ratios mean something although the machine
// is shared.
//
// # Parts
//
// A [Product] opens what it needs on the [Ground] that all products share, and answers a [Plan]: comparisons of
// workloads with each other, figures that it counted meanwhile, and how to check its books. [Run] goes through the
// comparisons of all plans, and [Samples.Report] judges them.
//
// # Method
//
// A round goes through all comparisons; each runs its two workloads A B B A, a slice each from an idle network to an idle
// network, which gives two pairs of neighbours. The median over the pairs of all rounds is reported with a 95 % bootstrap
// interval, of which the lower end counts. Idle is a network whose processes hardly work: databases that tidy up after a
// preparation would otherwise be charged to whoever comes next. Only valid transactions count. What works in this process
// alone, without the network, is measured by its processor time.
//
// # A run is void
//
//   - when the control, a workload compared with itself under another name, is off by more than 5 %;
//   - when afterwards a product's books are wrong, peers disagree or money was made or lost.
package trial
