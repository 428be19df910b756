// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/consort-finance/consort/network/consortium"
	"github.com/consort-finance/consort/network/founding"
	"github.com/consort-finance/consort/network/lifecycle"
	"github.com/consort-finance/consort/network/topology"
)

// start brings a small consortium up in a directory of its own; stop takes it down again.
func start(ctx context.Context, keep bool, say func(string, ...any)) (network *consortium.Consortium, stop func() error, err error) {
	dir, err := os.MkdirTemp("", "consort-bench-")
	if err != nil {
		return nil, nil, err
	}
	options, err := options(dir, func(line string) { say("%s", line) })
	if err != nil {
		return nil, nil, errors.Join(err, os.RemoveAll(dir))
	}
	stop = func() error { return end(dir, keep, say) }
	if network, err = consortium.Up(ctx, options); err == nil {
		err = founding.Found(ctx, network, options.Progress)
	}
	if err != nil {
		return nil, nil, errors.Join(err, stop())
	}
	return network, stop, nil
}

func options(dir string, progress func(string)) (consortium.Options, error) {
	declared := topology.Small()
	root, err := topology.ModuleRoot(".")
	if err != nil {
		return consortium.Options{}, err
	}
	charter, err := founding.Hash(declared)
	if err != nil {
		return consortium.Options{}, err
	}
	chaincodes := lifecycle.Chaincodes{Root: root, Charter: charter, Progress: progress}
	return consortium.Options{
		Dir: dir, Topology: declared, Progress: progress, Prepare: chaincodes.Prepare, Deploy: chaincodes.Deploy,
	}, nil
}

// end stops every process, also when the run was interrupted.
func end(dir string, keep bool, say func(string, ...any)) error {
	network, err := consortium.Open(dir)
	if err != nil {
		return errors.Join(err, os.RemoveAll(dir))
	}
	if err := network.Down(context.Background(), !keep); err != nil {
		return fmt.Errorf("take the network down: %w", err)
	}
	if keep {
		say("the network's directory is %s", dir)
	}
	return nil
}
