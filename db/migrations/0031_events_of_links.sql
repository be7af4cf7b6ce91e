-- What a visitor did is told of their link, where what a user did is told of the user.
ALTER TABLE events ADD COLUMN share_link_id bigint;
