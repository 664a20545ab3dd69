-- What the shop sells on its first day.
INSERT INTO products (shelf, id, name, about, cents) VALUES
    (1, 'lantern', 'Storm lantern', 'Galvanised steel, burns sixteen hours on one filling.', 4900),
    (2, 'rope', 'Mooring rope', 'Ten metres of three-strand hemp with a spliced eye.', 3250),
    (3, 'compass', 'Hand compass', 'Brass case, oil damped, reads to one degree.', 8900),
    (4, 'mug', 'Enamel mug', 'Holds 350 ml. Chips with dignity.', 1450),
    (5, 'bell', 'Ship''s bell', 'Cast bronze, 15 cm across, heard across the bay.', 12900),
    (6, 'chart', 'Harbour chart', 'Printed on waterproof paper, soundings in metres.', 2400);
