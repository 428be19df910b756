// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/consort-finance/consort/test/desk"
)

type settings struct {
	json   bool
	rounds int
	slice  time.Duration
	keep   bool
}

func main() {
	var s settings
	flag.BoolVar(&s.json, "json", false, "print one JSON object")
	flag.IntVar(&s.rounds, "rounds", 8, "how often every comparison runs")
	flag.DurationVar(&s.slice, "slice", 2500*time.Millisecond, "how long a workload runs each time")
	flag.BoolVar(&s.keep, "keep", false, "leave the network's directory behind")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := bench(ctx, s); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func bench(ctx context.Context, s settings) (err error) {
	if s.rounds < 1 || s.slice <= 0 || flag.NArg() > 0 {
		return errors.New("rounds and slice must be above zero, and no other arguments are taken")
	}
	network, stop, err := start(ctx, s.keep, say)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()
	desks := desk.Open(network)
	defer func() { err = errors.Join(err, desks.Close()) }()
	if err := prepare(ctx, desks, say); err != nil {
		return err
	}
	all, found, err := measure(ctx, desks, s)
	if err != nil {
		return err
	}
	return publish(report(found, all, desks.Audit(ctx)), all, s.json)
}

func publish(r Report, all []*Workload, asJSON bool) error {
	if asJSON {
		if err := r.json(os.Stdout); err != nil {
			return err
		}
	} else if err := r.table(os.Stdout, all); err != nil {
		return err
	}
	if !r.Valid {
		return errors.New("the run is void: " + r.Void)
	}
	return nil
}

func say(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }
