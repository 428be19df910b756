// SPDX-License-Identifier: Apache-2.0

package lifecycle

import (
	"context"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"
)

func (n *network) deploy(ctx context.Context) error {
	start := time.Now()
	units, err := n.units()
	if err != nil {
		return err
	}
	admins, closeAll, err := n.connect()
	if err != nil {
		return err
	}
	defer closeAll()
	open, err := plan(ctx, admins[0], units)
	if err != nil {
		return err
	}
	if err := n.makeReady(ctx, admins, units); err != nil {
		return err
	}
	if err := commitAll(ctx, admins, open); err != nil {
		return err
	}
	if err := everyone(ctx, admins, units, (*admin).ready); err != nil {
		return err
	}
	n.tell("%s live at %d organisations (%s)", names(units), len(admins), since(start))
	return n.retire(ctx, units)
}

// makeReady starts the servers while every organisation installs and approves.
func (n *network) makeReady(ctx context.Context, admins []*admin, units []*unit) error {
	if err := n.configureBuilder(); err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return n.serve(ctx, units) })
	group.Go(func() error { return everyone(ctx, admins, units, (*admin).agree) })
	return group.Wait()
}

// plan compares every definition with the channel's, before anything is sent,
// and gives those that are to be committed.
func plan(ctx context.Context, a *admin, units []*unit) ([]*unit, error) {
	there, err := a.committed(ctx, units[0].definition.ChannelName)
	if err != nil {
		return nil, err
	}
	var open []*unit
	for _, u := range units {
		todo, err := compare(u.definition, there[u.Name])
		if err != nil {
			return nil, err
		}
		if todo == stepCommit {
			open = append(open, u)
		}
	}
	return open, nil
}

// agree installs the package at the organisation's peer and approves it.
func (a *admin) agree(ctx context.Context, u *unit) error {
	if err := a.install(ctx, u); err != nil {
		return err
	}
	return a.approve(ctx, u)
}

// commitAll commits side by side, each definition by another organisation.
func commitAll(ctx context.Context, admins []*admin, open []*unit) error {
	group, ctx := errgroup.WithContext(ctx)
	for i, u := range open {
		group.Go(func() error { return admins[i%len(admins)].commit(ctx, u) })
	}
	return group.Wait()
}

// everyone does something for every organisation and chaincode side by side.
func everyone(ctx context.Context, admins []*admin, units []*unit, do func(*admin, context.Context, *unit) error) error {
	group, ctx := errgroup.WithContext(ctx)
	for _, a := range admins {
		for _, u := range units {
			group.Go(func() error { return do(a, ctx, u) })
		}
	}
	return group.Wait()
}

func names(units []*unit) string {
	list := make([]string, len(units))
	for i, u := range units {
		list[i] = u.Name
	}
	return strings.Join(list, ", ")
}

func since(start time.Time) time.Duration { return time.Since(start).Round(10 * time.Millisecond) }
